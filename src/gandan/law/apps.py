from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LawConfig(AppConfig):
    name = "gandan.law"
    label = "law"
    verbose_name = _("Cơ sở pháp lý")

    def ready(self) -> None:
        from gandan.law import job_handlers, navigation

        job_handlers.register()
        navigation.register()
