from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BriefingConfig(AppConfig):
    name = "gandan.briefing"
    label = "briefing"
    verbose_name = _("Giao ban")

    def ready(self) -> None:
        from gandan.briefing import job_handlers, navigation, telling
        from gandan.casework.services.keeping_away import when_kept

        job_handlers.register()
        when_kept("briefing", job_handlers.queue_drafts)
        navigation.register()
        telling.register()
