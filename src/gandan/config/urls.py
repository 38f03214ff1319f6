from django.urls import include, path

from gandan.core import views as core_views

urlpatterns = [
    path("", include("gandan.overview.urls")),
    path("", include("gandan.portal.urls")),
    path("", include("gandan.casework.urls")),
    path("van-ban/", include("gandan.papers.urls")),
    path("tiep-dan/", include("gandan.reception.urls")),
    path("bao-cao-ky/", include("gandan.reports.urls")),
    path("giao-ban/", include("gandan.briefing.urls")),
    path("thong-bao/", include("gandan.notices.urls")),
    path("van-de/", include("gandan.concerns.urls")),
    path("don-vi/", include("gandan.units.urls")),
    path("phap-ly/", include("gandan.law.urls")),
    path("cong-viec/", include("gandan.jobs.urls")),
    path("mo-hinh/", include("gandan.suggesting.urls")),
    path("niem-phong/", include("gandan.sealed.urls")),
    path("nhat-ky/", include("gandan.audit.urls")),
    path("tai-khoan/", include("gandan.accounts.urls")),
    path("ngon-ngu/", include("django.conf.urls.i18n")),
    path("suc-khoe", core_views.health, name="health"),
]
handler404 = core_views.not_found
handler403 = core_views.not_found
