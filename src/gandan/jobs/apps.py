from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "gandan.jobs"
    label = "jobs"
    verbose_name = _("Công việc nền")

    def ready(self) -> None:
        from gandan.jobs import navigation, planning, upkeep

        navigation.register()
        planning.every_minute(upkeep.each_hour)
