from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ModelVersion(models.Model):
    """A word model learned in this office; the one that ships with the product has no row.

    The file never changes once it is written; ``sha256`` is checked when it is read.
    """

    number = models.PositiveIntegerField(_("số"), unique=True)
    made_at = models.DateTimeField(_("lập lúc"), auto_now_add=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    stored_as = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    examples = models.PositiveIntegerField(_("câu mẫu"))
    confirmed = models.PositiveIntegerField(_("đơn đã xác nhận"))
    # Shares on letters kept apart: of this version and of the one in use when it was made.
    tested = models.PositiveIntegerField(_("đơn giữ lại để thử"))
    quality = models.JSONField(default=dict)
    quality_before = models.JSONField(default=dict)
    is_in_use = models.BooleanField(_("đang dùng"), default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["is_in_use"], name="model_one_in_use", condition=Q(is_in_use=True)
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)
