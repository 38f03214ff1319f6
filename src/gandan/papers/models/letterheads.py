from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from gandan.domain.issuing import BodySystem, SigningMode
from gandan.units.models import Unit

SYSTEM_CHOICES = [
    (BodySystem.STATE.value, _("Cơ quan nhà nước")),
    (BodySystem.PARTY.value, _("Cơ quan Đảng")),
    (BodySystem.FRONT.value, _("Mặt trận, đoàn thể")),
]
MODE_CHOICES = [
    (SigningMode.HEAD.value, _("Người đứng đầu ký")),
    (SigningMode.COLLECTIVE.value, _("TM. – thay mặt tập thể")),
    (SigningMode.FOR_HEAD.value, _("KT. – ký thay người đứng đầu")),
    (SigningMode.COLLECTIVE_FOR_HEAD.value, _("TM., KT. – thay mặt tập thể, ký thay")),
    (SigningMode.BY_ORDER.value, _("TL. – thừa lệnh")),
    (SigningMode.BY_AUTHORIZATION.value, _("TUQ. – thừa ủy quyền")),
]


class Letterhead(models.Model):
    """What a unit's papers carry (tiêu đề văn bản): names, symbol, who signs; dated like units."""

    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="letterheads")
    system = models.CharField(_("hệ thống"), max_length=10, choices=SYSTEM_CHOICES)
    superior = models.CharField(_("cơ quan cấp trên"), max_length=160, blank=True)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=160)
    symbol = models.CharField(_("ký hiệu cơ quan"), max_length=40, blank=True)
    letter_symbol = models.CharField(_("ký hiệu trên công văn"), max_length=40, blank=True)
    place = models.CharField(_("địa danh"), max_length=60, blank=True)
    address = models.CharField(_("địa chỉ"), max_length=200, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=60, blank=True)
    collective = models.CharField(_("tập thể (sau TM.)"), max_length=120, blank=True)
    head_title = models.CharField(_("chức danh người đứng đầu"), max_length=120, blank=True)
    authority = models.CharField(_("người có thẩm quyền, viết đủ"), max_length=200, blank=True)
    signing = models.CharField(
        _("cách ký thường dùng"), max_length=20, choices=MODE_CHOICES, default=SigningMode.HEAD
    )
    basis = models.CharField(_("căn cứ tổ chức"), max_length=300, blank=True)
    archive = models.CharField(_("dòng lưu"), max_length=80, blank=True)
    term = models.CharField(_("nhiệm kỳ"), max_length=20, blank=True)
    since = models.DateField(_("từ ngày"))
    until = models.DateField(_("đến trước ngày"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "since"], name="letterhead_once"),
            models.CheckConstraint(
                name="letterhead_time",
                condition=Q(until=None) | Q(until__isnull=False, until__gt=F("since")),
            ),
        ]

    def __str__(self) -> str:
        return self.issuer
