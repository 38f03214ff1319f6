from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConcernsConfig(AppConfig):
    name = "gandan.concerns"
    label = "concerns"
    verbose_name = _("Vấn đề")

    def ready(self) -> None:
        from gandan.casework.services.keeping_away import when_kept
        from gandan.concerns import job_handlers, navigation
        from gandan.concerns.services.forgetting import forget_letters

        job_handlers.register()
        when_kept("concerns", forget_letters)
        navigation.register()
