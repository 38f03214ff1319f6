"""Private addresses under which a calendar program reads a person's due days."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class CalendarAddress(models.Model):
    """``digest`` is the SHA-256 of the secret part of the address, which is kept nowhere."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_addresses"
    )
    digest = models.CharField(max_length=64, unique=True)
    language = models.CharField(max_length=5, choices=settings.LANGUAGES, default="vi")
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_read_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"], name="calendar_one_address", condition=Q(revoked_at=None)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.made_at:%Y-%m-%d}"
