"""Papers that a visitor hands over at the desk; the receipt lists them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.core import moment
from gandan.reception.models.visits import Visit


class HandedPaper(models.Model):
    """One line of the receipt of papers (form 02/TCD): what it is, how many sheets, which copy.

    Reached through its visit alone. Scans and photos are files of the case.
    """

    class Copy(models.TextChoices):
        ORIGINAL = "original", _("bản chính")
        COPY = "copy", _("bản sao")
        PRINT = "print", _("bản in, ảnh")

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="handed")
    place = models.PositiveSmallIntegerField()
    name = models.CharField(_("tên tài liệu"), max_length=200)
    copy = models.CharField(_("bản"), max_length=10, choices=Copy, default=Copy.COPY)
    sheets = models.PositiveIntegerField(_("số tờ"), default=1)
    condition = models.CharField(_("tình trạng"), max_length=100, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=moment.now, editable=False)

    class Meta:
        ordering = ("place", "id")
        constraints = [
            models.CheckConstraint(
                name="handed_paper_is_named", condition=~Q(name="") & Q(sheets__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return self.name
