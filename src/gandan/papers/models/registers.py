import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.domain.confidentiality import Confidentiality
from gandan.papers import visibility
from gandan.papers.models.series import NumberSeries
from gandan.units.models import Unit

CLASS_CHOICES = [(one.value, one.value) for one in Confidentiality]


class Secrecy(models.TextChoices):
    """Papers that carry a State secret are not kept here; the register has their line only."""

    NONE = "", _("không")
    CONFIDENTIAL = "confidential", _("Mật")
    SECRET = "secret", _("Tối mật")
    TOP_SECRET = "top_secret", _("Tuyệt mật")


class Urgency(models.TextChoices):
    NONE = "", _("không")
    URGENT = "urgent", _("Khẩn")
    VERY_URGENT = "very_urgent", _("Thượng khẩn")
    EXPRESS = "express", _("Hỏa tốc")


class OutgoingQuerySet(models.QuerySet["OutgoingEntry"]):
    def visible_to(self, person: User) -> "OutgoingQuerySet":
        return self.filter(visibility.of(person, author="registered_by"))


class OutgoingEntry(models.Model):
    """A line of the register of outgoing papers (sổ đăng ký văn bản đi).

    Columns of Decree 30/2020/NĐ-CP, art. 16. Every number given stands here once, for papers made
    here and for those made elsewhere; a line is never deleted, only cancelled.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="outgoing")
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="outgoing")
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("số, ký hiệu"), max_length=80)
    issued_on = models.DateField(_("ngày tháng văn bản"))
    type_name = models.CharField(_("tên loại"), max_length=60)
    abstract = models.CharField(_("trích yếu nội dung"), max_length=500, blank=True)
    signer = models.CharField(_("người ký"), max_length=120)
    recipients = models.CharField(_("nơi nhận văn bản"), max_length=1000)
    archive_keeper = models.CharField(_("đơn vị, người nhận bản lưu"), max_length=120, blank=True)
    copies = models.PositiveIntegerField(_("số lượng bản"), default=1)
    remark = models.CharField(_("ghi chú"), max_length=300, blank=True)
    urgency = models.CharField(_("độ khẩn"), max_length=12, choices=Urgency, blank=True)
    secrecy = models.CharField(_("độ mật"), max_length=12, choices=Secrecy, blank=True)
    is_cancelled = models.BooleanField(_("đã hủy"), default=False)
    source_kind = models.CharField(max_length=40, blank=True)
    source_code = models.CharField(max_length=60, blank=True)
    data_class = models.CharField(
        max_length=20, choices=CLASS_CHOICES, default=Confidentiality.INTERNAL
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = OutgoingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-issued_on", "-id"], name="outgoing_unit_newest"),
            models.Index(fields=["-issued_on", "-id"], name="outgoing_newest"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="outgoing_number_once"),
            models.CheckConstraint(
                name="outgoing_secret_has_no_content", condition=Q(secrecy="") | Q(abstract="")
            ),
        ]

    def __str__(self) -> str:
        return self.symbol


class IncomingQuerySet(models.QuerySet["IncomingEntry"]):
    def visible_to(self, person: User) -> "IncomingQuerySet":
        return self.filter(visibility.of(person, author="registered_by"))


class IncomingEntry(models.Model):
    """A line of the register of incoming papers (sổ đăng ký văn bản đến).

    Columns of Decree 30/2020/NĐ-CP, art. 22. ``source_kind`` and ``source_code`` name what the
    paper is about, such as a case; plain references, because this app knows no case.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="incoming")
    series = models.ForeignKey(NumberSeries, on_delete=models.PROTECT, related_name="incoming")
    number = models.PositiveIntegerField(_("số đến"))
    arrived_on = models.DateField(_("ngày đến"))
    author = models.CharField(_("tác giả"), max_length=200)
    document_number = models.CharField(_("số, ký hiệu văn bản"), max_length=80, blank=True)
    document_on = models.DateField(_("ngày tháng văn bản"), null=True, blank=True)
    type_name = models.CharField(_("tên loại"), max_length=60, blank=True)
    abstract = models.CharField(_("trích yếu nội dung"), max_length=500, blank=True)
    receiver = models.CharField(_("đơn vị hoặc người nhận"), max_length=200, blank=True)
    forwarded_on = models.DateField(_("ngày chuyển"), null=True, blank=True)
    signed_for_by = models.CharField(_("ký nhận"), max_length=120, blank=True)
    remark = models.CharField(_("ghi chú"), max_length=300, blank=True)
    due_on = models.DateField(_("hạn trả lời"), null=True, blank=True)
    urgency = models.CharField(_("độ khẩn"), max_length=12, choices=Urgency, blank=True)
    secrecy = models.CharField(_("độ mật"), max_length=12, choices=Secrecy, blank=True)
    source_kind = models.CharField(max_length=40, blank=True)
    source_code = models.CharField(_("hồ sơ liên quan"), max_length=60, blank=True)
    data_class = models.CharField(
        max_length=20, choices=CLASS_CHOICES, default=Confidentiality.INTERNAL
    )
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    registered_at = models.DateTimeField(auto_now_add=True)

    objects = IncomingQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-arrived_on", "-id"], name="incoming_unit_newest"),
            models.Index(fields=["-arrived_on", "-id"], name="incoming_newest"),
            models.Index(fields=["source_kind", "source_code"], name="incoming_source"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["series", "number"], name="incoming_number_once"),
            models.CheckConstraint(
                name="incoming_secret_has_no_content", condition=Q(secrecy="") | Q(abstract="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}/{self.arrived_on:%Y}"
