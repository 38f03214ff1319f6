from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "gandan.casework"
    label = "casework"
    verbose_name = _("Sổ đơn")

    def ready(self) -> None:
        from gandan.casework import job_handlers, navigation

        job_handlers.register()
        navigation.register()
