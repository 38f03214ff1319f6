from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReportsConfig(AppConfig):
    name = "gandan.reports"
    label = "reports"
    verbose_name = _("Báo cáo kỳ")

    def ready(self) -> None:
        from gandan.reports import navigation, telling

        navigation.register()
        telling.register()
