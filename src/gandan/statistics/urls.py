from django.urls import path

from gandan.statistics.views import tables

app_name = "statistics"
urlpatterns = [
    path("", tables.table_list, name="table_list"),
    path("<slug:slug>/", tables.table_detail, name="table_detail"),
    path("<slug:slug>/dong/", tables.cell_rows, name="cell_rows"),
]
