"""Filters that people keep."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class SavedView(models.Model):
    """A filter that a person keeps by name; the address holds the whole filter."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    page = models.CharField(max_length=40)
    name = models.CharField(_("tên bộ lọc"), max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page", "name"], name="saved_view_once"),
        ]

    def __str__(self) -> str:
        return self.name
