from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatutoryConfig(AppConfig):
    name = "gandan.statutory"
    label = "statutory"
    verbose_name = _("Thống kê theo mẫu")

    def ready(self) -> None:
        from gandan.statutory import navigation

        navigation.register()
