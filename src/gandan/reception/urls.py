from django.urls import path

from gandan.reception.views import book, desk, refusals, schedule, visits

app_name = "reception"
urlpatterns = [
    path("", desk.desk, name="desk"),
    path("ghi/", visits.visit_new, name="visit_new"),
    path("luot/<uuid:code>/", visits.visit_detail, name="visit_detail"),
    path("luot/<uuid:code>/sua/", visits.visit_edit, name="visit_edit"),
    path("luot/<uuid:code>/xac-nhan/", visits.visit_confirmation, name="visit_confirmation"),
    path("so/", book.book, name="book"),
    path("so/xuat.xlsx", book.book_export, name="book_export"),
    path("lich/", schedule.schedule, name="schedule"),
    path("lich/moi/", schedule.session_new, name="session_new"),
    path("lich/<uuid:code>/", schedule.session_detail, name="session_detail"),
    path("lich/<uuid:code>/ket-qua/", schedule.session_outcome, name="session_outcome"),
    path("lich/<uuid:code>/doi/", schedule.session_postpone, name="session_postpone"),
    path("lich/<uuid:code>/ghi-lai/", schedule.session_reopen, name="session_reopen"),
    path("tu-choi/", refusals.refusal_list, name="refusal_list"),
    path("tu-choi/ghi/", refusals.refusal_new, name="refusal_new"),
    path("tu-choi/<uuid:code>/", refusals.refusal_detail, name="refusal_detail"),
    path("tu-choi/<uuid:code>/y-kien/", refusals.refusal_judge, name="refusal_judge"),
    path("tu-choi/<uuid:code>/thong-bao/", refusals.refusal_notice, name="refusal_notice"),
]
