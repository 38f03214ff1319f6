from django.urls import path

from gandan.law.views import calendar, due, rows

app_name = "law"
urlpatterns = [
    path("", rows.row_list, name="row_list"),
    path("dong/<uuid:ref>/", rows.row_detail, name="row_detail"),
    path("dong/<uuid:ref>/sua/", rows.row_edit, name="row_edit"),
    path("dong/<uuid:ref>/luat-moi/", rows.row_succeed, name="row_succeed"),
    path("dong/<uuid:ref>/muc-rieng/", rows.service_level_new, name="service_level_new"),
    path("dong/<uuid:ref>/kiem-tra/", rows.row_check, name="row_check"),
    path("dong/<uuid:ref>/bo-kiem-tra/", rows.row_check_revoke, name="row_check_revoke"),
    path("cau-hoi/<slug:code>/", rows.question_answer, name="question_answer"),
    path("lich/", calendar.calendar, name="calendar"),
    path("lich/ngay/", calendar.day_edit, name="day_edit"),
    path("lich/ngay/bo/", calendar.day_withdraw, name="day_withdraw"),
    path("lich/<int:year>/xac-nhan/", calendar.year_confirm, name="year_confirm"),
    path("tinh-han/", due.due, name="due"),
]
