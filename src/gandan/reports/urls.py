from django.urls import path

from gandan.reports.views import defining, owed, proofs, receiving, workbooks, writing

app_name = "reports"
urlpatterns = [
    path("", owed.owed_list, name="owed_list"),
    path("mo/<uuid:code>/<int:unit>/", owed.report_open, name="report_open"),
    path("bao-cao/<uuid:code>/", writing.report_detail, name="report_detail"),
    path("bao-cao/<uuid:code>/viet/", writing.report_edit, name="report_edit"),
    path("bao-cao/<uuid:code>/gui/", writing.report_submit, name="report_submit"),
    path("bao-cao/<uuid:code>/dinh-chinh/", writing.report_correct, name="report_correct"),
    path("bao-cao/<uuid:code>/giai-thich/", writing.report_explain, name="report_explain"),
    path("bao-cao/<uuid:code>/ban/<int:number>/", writing.report_version, name="report_version"),
    path("bao-cao/<uuid:code>/so/<str:key>/", writing.register_rows, name="register_rows"),
    path(
        "bao-cao/<uuid:code>/chenh-lech/", receiving.report_differences, name="report_differences"
    ),
    path("bao-cao/<uuid:code>/tra-lai/", receiving.report_send_back, name="report_send_back"),
    path("bao-cao/<uuid:code>/nhan/", receiving.report_accept, name="report_accept"),
    path("bao-cao/<uuid:code>/so-lieu.xlsx", workbooks.report_sheet, name="report_sheet"),
    path("bao-cao/<uuid:code>/nap/", workbooks.report_upload, name="report_upload"),
    path("bao-cao/<uuid:code>/minh-chung/", proofs.proof_add, name="proof_add"),
    path("bao-cao/<uuid:code>/minh-chung/<uuid:proof>/", proofs.proof_file, name="proof_file"),
    path(
        "bao-cao/<uuid:code>/minh-chung/<uuid:proof>/go/", proofs.proof_remove, name="proof_remove"
    ),
    path("ky/", receiving.round_list, name="round_list"),
    path("ky/moi/", receiving.round_new, name="round_new"),
    path("ky/<uuid:code>/", receiving.round_detail, name="round_detail"),
    path("ky/<uuid:code>/tong-hop/", receiving.round_sums, name="round_sums"),
    path("ky/<uuid:code>/tong-hop.xlsx", receiving.round_sheet, name="round_sheet"),
    path("chi-tieu/", defining.indicator_list, name="indicator_list"),
    path("chi-tieu/moi/", defining.indicator_new, name="indicator_new"),
    path("mau/", defining.form_list, name="form_list"),
    path("mau/moi/", defining.form_new, name="form_new"),
    path("mau/tu-bieu/", defining.form_from_statistics, name="form_from_statistics"),
    path("mau/<slug:code>/", defining.form_detail, name="form_detail"),
    path("mau/<slug:code>/sua/", defining.form_edit, name="form_edit"),
    path("mau/<slug:code>/dua-vao-dung/", defining.form_publish, name="form_publish"),
]
