from django.urls import path

from gandan.overview.views import digests, home, leader, reports

app_name = "overview"
urlpatterns = [
    path("", home.home, name="home"),
    path("dieu-hanh/", leader.leader, name="leader"),
    path("kiem-tra-bao-cao/", reports.report_check, name="report_check"),
    path("kiem-tra-bao-cao/quy-tac/", reports.report_rules, name="report_rules"),
    path("kiem-tra-bao-cao/tai.<str:kind>", reports.report_save, name="report_save"),
    path("tong-hop/", digests.digest_list, name="digest_list"),
    path("tong-hop/moi/", digests.digest_new, name="digest_new"),
    path("tong-hop/<uuid:code>/", digests.digest_detail, name="digest_detail"),
    path("tong-hop/<uuid:code>/sua/", digests.digest_edit, name="digest_edit"),
    path("tong-hop/<uuid:code>/tinh-lai/", digests.digest_refresh, name="digest_refresh"),
    path("tong-hop/<uuid:code>/chot/", digests.digest_freeze, name="digest_freeze"),
    path("tong-hop/<uuid:code>/xoa/", digests.digest_delete, name="digest_delete"),
    path("tong-hop/<uuid:code>/tai.<str:kind>", digests.digest_export, name="digest_export"),
]
