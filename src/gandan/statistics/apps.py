from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatisticsConfig(AppConfig):
    name = "gandan.statistics"
    label = "statistics"
    verbose_name = _("Thống kê theo mẫu")

    def ready(self) -> None:
        from gandan.statistics import navigation

        navigation.register()
