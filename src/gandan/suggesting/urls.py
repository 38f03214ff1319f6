from django.urls import path

from gandan.suggesting import views

app_name = "suggesting"
urlpatterns = [
    path("", views.model_list, name="model_list"),
    path("hoc-lai/", views.learn, name="learn"),
    path("dung/", views.use, name="use"),
]
