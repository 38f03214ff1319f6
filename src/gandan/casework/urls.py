from django.urls import path

from gandan.casework.views import cases, copies, imports, lists, submissions

app_name = "casework"
urlpatterns = [
    path("", lists.submission_list, name="submission_list"),
    path("xuat.xlsx", lists.submission_export, name="submission_export"),
    path("xac-nhan/", lists.submission_bulk, name="submission_bulk"),
    path("bo-loc/luu/", lists.view_save, name="view_save"),
    path("bo-loc/<int:pk>/xoa/", lists.view_delete, name="view_delete"),
    path("moi/", submissions.submission_new, name="submission_new"),
    path("nap/", imports.import_new, name="import_new"),
    path("nap/danh-sach/", imports.import_list, name="import_list"),
    path("nap/<uuid:code>/", imports.import_detail, name="import_detail"),
    path("nap/<uuid:code>/cho-can-xem.xlsx", imports.import_problems, name="import_problems"),
    path("ban-sao/", copies.copy_list, name="copy_list"),
    path("ban-sao/quyet-dinh/", copies.copy_decide, name="copy_decide"),
    path("ban-sao/hoan-tac/", copies.copy_undo, name="copy_undo"),
    path("vu-viec/", cases.case_list, name="case_list"),
    path("vu-viec/<str:code>/", cases.case_detail, name="case_detail"),
    path("vu-viec/<str:code>/ten/", cases.case_rename, name="case_rename"),
    path("<str:code>/", submissions.submission_detail, name="submission_detail"),
    path("<str:code>/nguyen-van.txt", submissions.submission_original, name="submission_original"),
    path("<str:code>/sua/", submissions.submission_edit, name="submission_edit"),
    path("<str:code>/bien-nhan/", submissions.submission_receipt, name="submission_receipt"),
    path("<str:code>/phan-loai/", submissions.submission_classify, name="submission_classify"),
    path(
        "<str:code>/phan-loai/hoan-tac/",
        submissions.submission_classify_undo,
        name="submission_classify_undo",
    ),
    path("<str:code>/tach/", submissions.submission_split, name="submission_split"),
]
