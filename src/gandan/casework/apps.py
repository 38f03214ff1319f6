from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "gandan.casework"
    label = "casework"
    verbose_name = _("Sổ đơn")

    def ready(self) -> None:
        from gandan.casework import job_handlers, keeping, navigation, telling
        from gandan.law.services.changing import when_law_changes

        job_handlers.register()
        when_law_changes("casework", job_handlers.recompute_after_change)
        keeping.register()
        navigation.register()
        telling.register()
