"""The life of a case, row by row; the database refuses to change or delete one."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gandan.casework.models.cases import Case
from gandan.casework.models.submissions import Submission


class CaseStep(models.Model):
    """A step in the life of a case; appended, never edited.

    ``name`` is a step of the workflow tables or one of the register's own. ``on`` is the day
    that counts for the law, ``at`` the moment it was written down. ``before`` holds what the
    step changed, so that it can be taken back by a further step that names it in ``undoes``.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="steps")
    submission = models.ForeignKey(
        Submission, null=True, on_delete=models.PROTECT, related_name="steps"
    )
    name = models.CharField(_("bước"), max_length=40)
    on = models.DateField(_("ngày"), null=True)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    procedure = models.CharField(max_length=24, blank=True)
    stage_from = models.CharField(_("từ"), max_length=30, blank=True)
    stage_to = models.CharField(_("đến"), max_length=30, blank=True)
    article = models.CharField(_("căn cứ"), max_length=200, blank=True)
    facts = models.JSONField(default=dict)
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)
    before = models.JSONField(default=dict)
    undoes = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="undone_by"
    )

    class Meta:
        indexes = [
            models.Index(fields=["case", "id"], name="step_of_case"),
            # Which cases took a step in a period: the statutory tables ask for it.
            models.Index(fields=["name", "on", "case"], name="step_named"),
        ]

    def __str__(self) -> str:
        return self.name
