from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OverviewConfig(AppConfig):
    name = "gandan.overview"
    label = "overview"
    verbose_name = _("Tổng hợp")

    def ready(self) -> None:
        from gandan.overview import navigation

        navigation.register()
