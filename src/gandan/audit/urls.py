from django.urls import path

from gandan.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.entry_list, name="entry_list"),
    path("muc/<uuid:uid>/", views.entry_proof, name="entry_proof"),
    path("moc/", views.checkpoint_list, name="checkpoint_list"),
    path("moc/<int:size>.txt", views.checkpoint_file, name="checkpoint_file"),
    path("moc/noi-tiep.txt", views.continuity_file, name="continuity_file"),
    path("moc/khoa.txt", views.log_key_file, name="log_key_file"),
]
