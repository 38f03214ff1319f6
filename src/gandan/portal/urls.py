from django.urls import path

from gandan.portal.views import answering, following, front, letters, tips

app_name = "portal"
urlpatterns = [
    path("nguoi-dan/", front.home, name="home"),
    path("theo-doi/", following.follow, name="follow"),
    path("theo-doi/<str:code>/", following.follow_letter, name="follow_letter"),
    path("theo-doi/<str:code>/bien-nhan.txt", following.proof_file, name="proof_file"),
    path("theo-doi/<str:code>/chua-xong/<str:case>/", following.dispute, name="dispute"),
    path("theo-doi/<str:code>/rut-lai/<str:case>/", following.take_back, name="take_back"),
    path("theo-doi/<str:code>/bo-sung/<str:case>/", answering.supplement, name="supplement"),
    path(
        "theo-doi/<str:code>/minh-chung/<str:case>/<int:pk>/",
        answering.answer_file,
        name="answer_file",
    ),
    path("gui-don/", front.letter_choose, name="letter_choose"),
    path("gui-don/<slug:kind>/", letters.letter_new, name="letter_new"),
    path("bao-tin/", tips.tip_new, name="tip_new"),
    path("bao-tin/xem/", tips.tip_state, name="tip_state"),
]
