from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConcernsConfig(AppConfig):
    name = "gandan.concerns"
    label = "concerns"
    verbose_name = _("Vấn đề")

    def ready(self) -> None:
        from gandan.concerns import job_handlers, navigation

        job_handlers.register()
        navigation.register()
