from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PapersConfig(AppConfig):
    name = "gandan.papers"
    label = "papers"
    verbose_name = _("Văn bản")

    def ready(self) -> None:
        from gandan.papers import navigation
        from gandan.papers.services import scanning

        scanning.register()
        navigation.register()
