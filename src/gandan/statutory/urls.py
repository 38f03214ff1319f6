from django.urls import path

from gandan.statutory.views import entering, exports, tables

app_name = "statutory"
urlpatterns = [
    path("", tables.table_list, name="table_list"),
    path("bo-bieu.xlsx", exports.all_sheets, name="all_sheets"),
    path("<slug:slug>/", tables.table_detail, name="table_detail"),
    path("<slug:slug>/dong/", tables.cell_rows, name="cell_rows"),
    path("<slug:slug>/ghi/", entering.cell_entry, name="cell_entry"),
    path("<slug:slug>/bieu.xlsx", exports.table_sheet, name="table_sheet"),
]
