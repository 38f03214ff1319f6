from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.units.models import Unit


class Wording(models.Model):
    """An office's own text of a form; appended, never edited. The newest one counts.

    A row that ``returns`` takes the office back to the text above it: a superior office's,
    else the one that came with the product.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="wordings")
    form = models.CharField(_("mã mẫu"), max_length=12)
    number = models.PositiveIntegerField(_("bản số"))
    text = models.TextField(_("lời mẫu"), blank=True)
    returns = models.BooleanField(_("trở về mẫu chung"), default=False)
    note = models.CharField(_("sửa gì"), max_length=200, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "form", "number"], name="wording_once"),
            models.CheckConstraint(
                name="wording_text_or_return",
                condition=Q(returns=True, text="") | (Q(returns=False) & ~Q(text="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.number}"
