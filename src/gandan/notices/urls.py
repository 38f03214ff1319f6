from django.urls import path

from gandan.notices.views import calendars, mails, notices, wishes

app_name = "notices"
urlpatterns = [
    path("", notices.notice_list, name="notice_list"),
    path("<uuid:code>/da-doc/", notices.notice_read, name="notice_read"),
    path("da-doc-het/", notices.notice_read_all, name="notice_read_all"),
    path("viec-den-han/", notices.due_list, name="due_list"),
    path("cai-dat/", wishes.settings_edit, name="settings_edit"),
    path("cai-dat/lich/", calendars.calendar_make, name="calendar_make"),
    path("cai-dat/lich/thu-hoi/", calendars.calendar_revoke, name="calendar_revoke"),
    path("lich/<str:secret>.ics", calendars.calendar_feed, name="calendar_feed"),
    path("thu/", mails.mail_list, name="mail_list"),
    path("thu/<uuid:code>/gui-lai/", mails.mail_send_again, name="mail_send_again"),
    path("thu/<uuid:code>/bo/", mails.mail_drop, name="mail_drop"),
]
