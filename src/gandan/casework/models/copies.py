"""Copies that the engine found and what people decided about them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.models.submissions import Submission, seen_by


class CopySuggestionQuerySet(models.QuerySet["CopySuggestion"]):
    def visible_to(self, person: User) -> "CopySuggestionQuerySet":
        """Pairs of which ``person`` may see both letters; one alone would tell of the other."""
        return self.filter(seen_by(person, "submission"), seen_by(person, "original"))


class CopySuggestion(models.Model):
    """The engine found that ``submission`` is a copy of ``original``; a person decides."""

    class State(models.TextChoices):
        SUGGESTED = "suggested", _("máy gợi ý")
        CONFIRMED = "confirmed", _("đã gộp")
        REJECTED = "rejected", _("không phải bản sao")

    class CopyKind(models.TextChoices):
        EXACT = "exact", _("trùng nguyên văn")
        NEAR = "near", _("gần trùng")
        CONTAINED = "contained", _("đơn này nằm trong đơn kia")

    submission = models.OneToOneField(
        Submission, on_delete=models.CASCADE, related_name="copy_suggestion"
    )
    original = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="copies")
    kind = models.CharField(max_length=10, choices=CopyKind)
    similarity = models.FloatField(_("giống nhau"))
    state = models.CharField(max_length=10, choices=State, default=State.SUGGESTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True)

    objects = CopySuggestionQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["state", "kind"], name="copy_state")]

    def __str__(self) -> str:
        return f"{self.submission_id} = {self.original_id}"


class CommonPairs(models.Model):
    """Hashes of word pairs that very many letters have (forms, greetings); one row.

    Written when the whole register is looked through for copies, read when a new letter is.
    """

    hashes = models.BinaryField()
    letters = models.PositiveIntegerField()
    found_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{len(bytes(self.hashes)) // 8} / {self.letters}"


class CopyIndexFill(models.Model):
    """How far letters from before the index of copies are in it; one row, none when there are none.

    Letters up to number ``until`` are put into the index by the job that looks for copies, from
    the first on; later ones when they are registered.
    """

    done = models.BigIntegerField(default=0)
    until = models.BigIntegerField()

    def __str__(self) -> str:
        return f"{self.done} / {self.until}"
