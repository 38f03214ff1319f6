from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UnitsConfig(AppConfig):
    name = "gandan.units"
    label = "units"
    verbose_name = _("Đơn vị")

    def ready(self) -> None:
        from gandan.audit import veils
        from gandan.units import navigation
        from gandan.units.scopes import done_elsewhere

        veils.hide(done_elsewhere)
        navigation.register()
