"""Files that were read into the register, and the rows of them that need a look."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gandan.casework.problem_words import ENGLISH
from gandan.core.language import localized
from gandan.units.models import Unit


class ImportBatch(models.Model):
    """One file or folder that was read into the register."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("tên tệp"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_as = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(_("dòng đọc được"), default=0)
    added = models.PositiveIntegerField(_("đơn mới"), default=0)
    already_there = models.PositiveIntegerField(_("đơn đã có"), default=0)
    problems_count = models.PositiveIntegerField(_("chỗ cần xem"), default=0)

    def __str__(self) -> str:
        return self.name


class ImportProblem(models.Model):
    """A row or file that could not be read as it stands; what it held is kept."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    address = models.CharField(_("ở đâu"), max_length=300)
    severity = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    message = models.TextField(_("vì sao"))
    kept = models.TextField(_("nội dung giữ lại"), blank=True)

    def __str__(self) -> str:
        return self.address

    @property
    def meaning(self) -> str:
        """What the code means, for a page that is not Vietnamese; "" on one that is."""
        return localized("", ENGLISH.get(self.code, ""))
