from django.urls import path

from gandan.units import views

app_name = "units"
urlpatterns = [
    path("", views.unit_list, name="unit_list"),
    path("bo-tri/", views.coverage, name="coverage"),
    path("bo-tri/<str:which>/", views.coverage_rows, name="coverage_rows"),
    path("<str:code>/", views.unit_detail, name="unit_detail"),
]
