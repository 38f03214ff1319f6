from django.urls import path

from gandan.portal.views import following, front

app_name = "portal"
urlpatterns = [
    path("nguoi-dan/", front.home, name="home"),
    path("theo-doi/", following.follow, name="follow"),
    path("theo-doi/<str:code>/", following.follow_letter, name="follow_letter"),
    path("theo-doi/<str:code>/chua-xong/<str:case>/", following.dispute, name="dispute"),
    path("theo-doi/<str:code>/rut-lai/<str:case>/", following.take_back, name="take_back"),
]
