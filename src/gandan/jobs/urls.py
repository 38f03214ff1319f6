from django.urls import path

from gandan.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="job_list"),
    path("<int:pk>/chay-lai/", views.job_retry, name="job_retry"),
]
