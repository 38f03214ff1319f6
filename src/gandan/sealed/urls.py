from django.urls import path

from gandan.sealed.views import keys, openings

app_name = "sealed"
urlpatterns = [
    path("khoa/", keys.key_list, name="key_list"),
    path("khoa/moi/", keys.key_register, name="key_register"),
    path("khoa/<str:fingerprint>/xac-nhan/", keys.key_confirm, name="key_confirm"),
    path("khoa/<str:fingerprint>/thoi-dung/", keys.key_end, name="key_end"),
    path("", openings.order_list, name="order_list"),
    path("moi/", openings.order_new, name="order_new"),
    path("so-mo/", openings.opening_list, name="opening_list"),
    path("so-mo/nop/", openings.record_import, name="record_import"),
    path("<str:code>/", openings.order_detail, name="order_detail"),
    path("<str:code>/lenh.txt", openings.order_file, name="order_file"),
    path("<str:code>/phong-bi/", openings.envelope_file, name="envelope_file"),
    path("<str:code>/thu-hoi/", openings.order_revoke, name="order_revoke"),
]
