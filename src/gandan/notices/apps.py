from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class NoticesConfig(AppConfig):
    name = "gandan.notices"
    label = "notices"
    verbose_name = _("Thông báo")

    def ready(self) -> None:
        from gandan.notices import kinds, navigation, rounds

        for kind in kinds.OWN:
            kinds.register(kind)
        rounds.register()
        navigation.register()
