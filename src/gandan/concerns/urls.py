from django.urls import path

from gandan.concerns import views

app_name = "concerns"
urlpatterns = [
    path("", views.concern_list, name="concern_list"),
    path("chay/", views.run, name="run"),
    path("<str:code>/", views.concern_detail, name="concern_detail"),
    path("<str:code>/xac-nhan/", views.concern_confirm, name="concern_confirm"),
    path("<str:code>/ten/", views.concern_rename, name="concern_rename"),
    path("<str:code>/bo-qua/", views.concern_dismiss, name="concern_dismiss"),
    path("<str:code>/gop/", views.concern_merge, name="concern_merge"),
    path("<str:code>/tach/", views.concern_split, name="concern_split"),
    path("<str:code>/hoan-tac/<int:pk>/", views.concern_undo, name="concern_undo"),
]
