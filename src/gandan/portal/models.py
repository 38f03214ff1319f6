"""What the public page keeps of its own: which tip a return code opens."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from gandan.casework.models import Submission


class Tip(models.Model):
    """A tip without identity: the hash of its return code, and the letter that it became.

    The code itself is kept nowhere: neither an officer nor whoever holds the database can open
    the tipper's page. No address and no name is kept.
    """

    code_hash = models.CharField(max_length=64, unique=True)
    submission = models.ForeignKey(
        Submission, on_delete=models.PROTECT, related_name="tips", verbose_name=_("đơn")
    )
    additions = models.PositiveSmallIntegerField(_("số lần bổ sung"), default=0)

    def __str__(self) -> str:
        return self.code_hash[:8]
