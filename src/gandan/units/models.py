from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Duty(models.TextChoices):
    """What a person does at a unit; access follows from it."""

    RECEPTION_OFFICER = "reception_officer", _("Cán bộ tiếp dân")
    HANDLER = "handler", _("Chuyên viên xử lý đơn")
    FOCAL_POINT = "focal_point", _("Đầu mối đơn vị")
    SYNTHESIS_OFFICER = "synthesis_officer", _("Chuyên viên tổng hợp")
    LEADER = "leader", _("Lãnh đạo")
    INSPECTOR = "inspector", _("Cán bộ kiểm tra")
    ADMINISTRATOR = "administrator", _("Quản trị viên")


class Mark(models.TextChoices):
    """How far a fact has been checked."""

    SEEN = "seen", _("đã đọc trong văn bản")
    SECONDARY = "secondary", _("theo nguồn dẫn lại")
    UNVERIFIED = "unverified", _("chưa kiểm tra")
    SYNTHETIC = "synthetic", _("mô phỏng")


SUCCESSION_KINDS = {
    "merge": _("sáp nhập"),
    "split": _("chia tách"),
    "part": _("chuyển một phần"),
    "dissolve": _("giải thể"),
}


def in_force(day: date, prefix: str = "") -> Q:
    """Rows whose half-open time ``[since, until)`` holds ``day``."""
    return Q(**{f"{prefix}since__lte": day}) & (
        Q(**{f"{prefix}until": None}) | Q(**{f"{prefix}until__gt": day})
    )


class Area(models.Model):
    """A territory (địa bàn) while it had its borders: a ward, a commune, a district."""

    code = models.CharField(_("mã"), max_length=40, unique=True)
    name = models.CharField(_("tên"), max_length=120)
    short_name = models.CharField(max_length=80)
    name_key = models.CharField(max_length=240, db_index=True)
    level = models.CharField(_("cấp"), max_length=20)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="parts")
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến ngày"), null=True)
    latitude = models.FloatField(null=True)
    longitude = models.FloatField(null=True)
    area_km2 = models.FloatField(_("diện tích, km²"), null=True)
    population = models.PositiveIntegerField(_("dân số, người"), null=True)
    grid_column = models.SmallIntegerField(null=True)
    grid_row = models.SmallIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class Unit(models.Model):
    """The lasting identity of a body; its names, parents and level are dated versions."""

    code = models.CharField(_("mã"), max_length=40, unique=True)
    kind = models.CharField(_("loại"), max_length=30)
    area = models.ForeignKey(Area, null=True, on_delete=models.PROTECT, related_name="units")
    city = models.CharField(max_length=60, db_index=True)
    is_synthetic = models.BooleanField(_("đơn vị mô phỏng"), default=False)

    def __str__(self) -> str:
        return self.code


class UnitVersion(models.Model):
    """What a unit was called and under whom it stood from ``since`` until before ``until``."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="versions")
    name = models.CharField(_("tên"), max_length=160)
    short_name = models.CharField(_("tên gọn"), max_length=80)
    name_key = models.CharField(max_length=320)
    level = models.CharField(_("cấp"), max_length=20)
    parent = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến ngày"), null=True)
    basis = models.CharField(_("căn cứ"), max_length=200, blank=True)
    mark = models.CharField(max_length=12, choices=Mark, default=Mark.UNVERIFIED)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="unit_version_time",
                condition=Q(until=None) | Q(until__isnull=False, until__gt=F("since")),
            ),
            models.UniqueConstraint(fields=["unit", "since"], name="unit_version_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Succession(models.Model):
    """One unit takes over from another, wholly or in part; many to many."""

    predecessor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="successions")
    successor = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="predecessions")
    kind = models.CharField(_("hình thức"), max_length=12)
    on = models.DateField(_("hiệu lực từ"))
    basis = models.CharField(_("căn cứ"), max_length=200, blank=True)
    mark = models.CharField(max_length=12, choices=Mark, default=Mark.UNVERIFIED)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on"], name="succession_once"
            ),
            models.CheckConstraint(
                name="succession_of_another", condition=~Q(predecessor=F("successor"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} > {self.successor_id}"

    @property
    def wording(self) -> str:
        return str(SUCCESSION_KINDS.get(self.kind, self.kind))


class Appointment(models.Model):
    """A person's post at a unit for a time (bổ nhiệm), with the duties that go with it."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="appointments"
    )
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="appointments")
    post = models.CharField(_("chức danh"), max_length=120)
    is_head = models.BooleanField(_("là người đứng đầu"), default=False)
    duties = models.JSONField(_("nhiệm vụ"), default=list)
    on_standing_committee = models.BooleanField(_("là ủy viên ban thường vụ"), default=False)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến ngày"), null=True)
    decision = models.CharField(_("quyết định số"), max_length=80, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "since"], name="appointment_unit")]
        constraints = [
            models.CheckConstraint(
                name="appointment_time",
                condition=Q(until=None) | Q(until__isnull=False, until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post}, {self.unit_id}"
