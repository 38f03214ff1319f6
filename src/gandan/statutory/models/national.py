"""Where a column goes in the national database on reception, letters, complaints, denunciations."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class NationalFieldQuerySet(models.QuerySet["NationalField"]):
    def current(self) -> "NationalFieldQuerySet":
        return self.filter(is_current=True)

    def confirmed(self) -> "NationalFieldQuerySet":
        return self.current().filter(confirmed_at__isnull=False).exclude(target="")


class NationalField(models.Model):
    """The code that a column has there, as somebody read it in a text that they name.

    The format of the database was not seen when this was built, so no code comes with the
    product. A code is entered by one person and confirmed by another; a change is a new row.
    ``target`` is empty when a code was taken back.
    """

    table = models.CharField(_("biểu"), max_length=20)
    column = models.PositiveSmallIntegerField(_("cột"))
    number = models.PositiveSmallIntegerField(_("bản"))
    target = models.CharField(_("mã trường ở CSDL quốc gia"), max_length=100, blank=True)
    source = models.CharField(_("đọc ở văn bản nào"), max_length=300)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    entered_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    is_current = models.BooleanField(default=True)

    objects = NationalFieldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "column", "number"], name="national_field_numbered"
            ),
            models.UniqueConstraint(
                fields=["table", "column"],
                condition=Q(is_current=True),
                name="national_field_one_current",
            ),
            models.UniqueConstraint(
                fields=["target"],
                condition=Q(is_current=True) & ~Q(target=""),
                name="national_field_target_once",
            ),
            models.CheckConstraint(name="national_field_says_whence", condition=~Q(source="")),
            models.CheckConstraint(
                name="national_field_confirmed_by_another",
                condition=Q(confirmed_by=None, confirmed_at=None)
                | Q(confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(confirmed_by=F("entered_by")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table}/{self.column}"
