"""How a person wants to be told."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

FURTHEST_AHEAD = 14


class MailWish(models.TextChoices):
    NEVER = "never", _("Không gửi thư")
    DAILY = "daily", _("Mỗi sáng làm việc")
    EACH = "each", _("Mỗi sáng và khi có thông báo mới")


class Wishes(models.Model):
    """One row for each person who changed something; without it the defaults count."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notice_wishes"
    )
    mail = models.CharField(
        _("thư điện tử"), max_length=10, choices=MailWish, default=MailWish.DAILY
    )
    days_ahead = models.PositiveSmallIntegerField(
        _("nhắc trước"), default=3, validators=[MaxValueValidator(FURTHEST_AHEAD)]
    )
    language = models.CharField(
        _("ngôn ngữ của thư"), max_length=5, choices=settings.LANGUAGES, default="vi"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="wishes_not_too_far_ahead", condition=Q(days_ahead__lte=FURTHEST_AHEAD)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.mail}"
