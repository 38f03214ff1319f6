from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SealedConfig(AppConfig):
    name = "gandan.sealed"
    label = "sealed"
    verbose_name = _("Danh tính niêm phong")

    def ready(self) -> None:
        from gandan.audit import veils
        from gandan.sealed import navigation
        from gandan.sealed.models import own_entries

        navigation.register()
        veils.register(own_entries)
