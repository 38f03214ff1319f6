import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.papers.models.registers import IncomingEntry


class Scan(models.Model):
    """A scanned incoming paper, stored under its own hash; the original is never changed.

    ``machine_text`` is what was read by the machine. It is searched only once a person has
    confirmed it, corrected or not, as ``text``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("chờ đọc")
        READY = "ready", _("đã đọc")
        UNREADABLE = "unreadable", _("không mở được")

    class ReadBy(models.TextChoices):
        NOBODY = "", _("chưa có chữ")
        FILE = "file", _("chữ có sẵn trong tệp")
        OCR = "ocr", _("máy nhận dạng chữ")

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entry = models.ForeignKey(IncomingEntry, on_delete=models.PROTECT, related_name="scans")
    name = models.CharField(_("tên tệp"), max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("dung lượng"))
    media_type = models.CharField(max_length=40)
    stored_as = models.CharField(max_length=120)
    state = models.CharField(max_length=12, choices=State, default=State.WAITING)
    problem = models.CharField(max_length=40, blank=True)
    pages = models.PositiveIntegerField(_("số trang"), default=0)
    read_by = models.CharField(max_length=8, choices=ReadBy, blank=True)
    machine_text = models.TextField(blank=True)
    text = models.TextField(blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "sha256"], name="scan_once"),
            models.CheckConstraint(
                name="scan_text_is_confirmed",
                condition=Q(text="") | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.code)
