from django.urls import path

from gandan.statutory.views import entering, exports, national, tables

app_name = "statutory"
urlpatterns = [
    path("", tables.table_list, name="table_list"),
    path("bo-bieu.xlsx", exports.all_sheets, name="all_sheets"),
    path("csdl-quoc-gia/", national.national_map, name="national_map"),
    path("csdl-quoc-gia/xuat.<str:kind>", national.national_export, name="national_export"),
    path("csdl-quoc-gia/<slug:slug>/<int:column>/", national.national_edit, name="national_edit"),
    path(
        "csdl-quoc-gia/<slug:slug>/<int:column>/xac-nhan/",
        national.national_confirm,
        name="national_confirm",
    ),
    path("<slug:slug>/", tables.table_detail, name="table_detail"),
    path("<slug:slug>/dong/", tables.cell_rows, name="cell_rows"),
    path("<slug:slug>/ghi/", entering.cell_entry, name="cell_entry"),
    path("<slug:slug>/ghi-ca-bieu/", entering.table_entry, name="table_entry"),
    path("<slug:slug>/bieu.xlsx", exports.table_sheet, name="table_sheet"),
    path("<slug:slug>/bieu.<str:kind>", exports.table_paper, name="table_paper"),
]
