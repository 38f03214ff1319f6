from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReceptionConfig(AppConfig):
    name = "gandan.reception"
    label = "reception"
    verbose_name = _("Tiếp công dân")

    def ready(self) -> None:
        from gandan.casework.services.registering import when_registered
        from gandan.reception import keeping, navigation, search, telling

        when_registered("reception", search.index_names)
        keeping.register()
        navigation.register()
        telling.register()
