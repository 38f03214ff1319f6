from django.urls import path

from gandan.briefing.views import editing, packs, tasks

app_name = "briefing"
urlpatterns = [
    path("", packs.pack_list, name="pack_list"),
    path("moi/", packs.pack_new, name="pack_new"),
    path("viec/", tasks.task_list, name="task_list"),
    path("viec/<uuid:code>/", tasks.task_detail, name="task_detail"),
    path("viec/<uuid:code>/dong-mo/", tasks.task_close, name="task_close"),
    path("viec/<uuid:code>/minh-chung/<int:note>/", tasks.task_file, name="task_file"),
    path("<uuid:code>/", packs.pack_detail, name="pack_detail"),
    path("<uuid:code>/phu-luc/", packs.pack_annex, name="pack_annex"),
    path("<uuid:code>/nguon/<slug:key>/", packs.pack_source, name="pack_source"),
    path("<uuid:code>/so-sanh/", packs.pack_compare, name="pack_compare"),
    path("<uuid:code>/cau/<str:id>/", editing.pack_sentence, name="pack_sentence"),
    path("<uuid:code>/them-cau/", editing.pack_add, name="pack_add"),
    path("<uuid:code>/van-de/", editing.pack_problems, name="pack_problems"),
    path("<uuid:code>/ten/", editing.pack_rename, name="pack_rename"),
    path("<uuid:code>/hoan-tac/", editing.pack_undo, name="pack_undo"),
    path("<uuid:code>/tinh-lai/", packs.pack_refresh, name="pack_refresh"),
    path("<uuid:code>/chot/", packs.pack_freeze, name="pack_freeze"),
    path("<uuid:code>/xoa/", packs.pack_delete, name="pack_delete"),
    path("<uuid:code>/ket-luan/", tasks.pack_decide, name="pack_decide"),
    path("<uuid:code>/tai.<str:kind>", packs.pack_export, name="pack_export"),
]
