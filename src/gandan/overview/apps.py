from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    name = "gandan.overview"
    label = "overview"
    verbose_name = _("Tổng hợp")

    def ready(self) -> None:
        from gandan.casework.services.keeping_away import when_kept
        from gandan.overview import job_handlers, navigation

        job_handlers.register()
        when_kept("overview", job_handlers.queue_drafts)
        navigation.register()
