from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SuggestingConfig(AppConfig):
    name = "gandan.suggesting"
    label = "suggesting"
    verbose_name = _("Mô hình gợi ý")

    def ready(self) -> None:
        from gandan.suggesting import navigation

        navigation.register()
