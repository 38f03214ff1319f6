import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.casework.codes import Series
from gandan.casework.problem_words import ENGLISH
from gandan.casework.titles import title_of
from gandan.core.language import localized, localized_lazy
from gandan.domain.kinds import Channel, Kind
from gandan.units.models import Unit
from gandan.units.policy import reach_of

KIND_CHOICES = [(kind.value, localized_lazy(kind.label, kind.label_en)) for kind in Kind]
CHANNEL_CHOICES = [(one.value, localized_lazy(one.label, one.label_en)) for one in Channel]


class ImportBatch(models.Model):
    """One file or folder that was read into the register."""

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("tên tệp"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    stored_as = models.CharField(max_length=200, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)
    rows = models.PositiveIntegerField(_("dòng đọc được"), default=0)
    added = models.PositiveIntegerField(_("đơn mới"), default=0)
    already_there = models.PositiveIntegerField(_("đơn đã có"), default=0)
    problems_count = models.PositiveIntegerField(_("chỗ cần xem"), default=0)

    def __str__(self) -> str:
        return self.name


class ImportProblem(models.Model):
    """A row or file that could not be read as it stands; what it held is kept."""

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="problems")
    address = models.CharField(_("ở đâu"), max_length=300)
    severity = models.CharField(max_length=10)
    code = models.CharField(max_length=60)
    message = models.TextField(_("vì sao"))
    kept = models.TextField(_("nội dung giữ lại"), blank=True)

    def __str__(self) -> str:
        return self.address

    @property
    def meaning(self) -> str:
        """What the code means, for a page that is not Vietnamese; "" on one that is."""
        return localized("", ENGLISH.get(self.code, ""))


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, person: User) -> "SubmissionQuerySet":
        """Submissions of the units in reach of ``person`` today; the one door to rows."""
        return self.filter(reach_of(person).rows("unit"))


class Submission(models.Model):
    """One thing received (đơn): a letter, visit, call, form, e-mail or file row."""

    class ClassifiedBy(models.TextChoices):
        NOBODY = "", _("chưa phân loại")
        MACHINE = "machine", _("máy gợi ý")
        PERSON = "person", _("đã xác nhận")

    code = models.CharField(_("số vào sổ"), max_length=24, unique=True)
    tracking_code = models.CharField(_("mã theo dõi"), max_length=40, unique=True)
    # What makes the same file row the same submission when it comes in again.
    source_key = models.CharField(max_length=64, unique=True, editable=False)
    external_id = models.CharField(_("mã của nơi gửi"), max_length=200, blank=True)
    batch = models.ForeignKey(
        ImportBatch, null=True, on_delete=models.PROTECT, related_name="submissions"
    )
    source_address = models.CharField(_("vị trí trong tệp"), max_length=300, blank=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="submissions")
    received_on = models.DateField(_("ngày nhận"), null=True)
    received_on_as_written = models.CharField(max_length=60, blank=True)
    registered_at = models.DateTimeField(_("vào sổ lúc"), auto_now_add=True)
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    channel = models.CharField(_("kênh"), max_length=20, choices=CHANNEL_CHOICES, blank=True)
    title = models.CharField(_("trích yếu"), max_length=300, blank=True)
    # NFC without control characters: what is searched, compared and quoted.
    text = models.TextField(_("nội dung"))
    # Kept only where it differs from ``text``; read it through ``original_text``.
    text_as_sent = models.TextField(blank=True)
    encoding = models.CharField(max_length=20, blank=True)
    encoding_confidence = models.FloatField(null=True)
    place = models.CharField(_("nơi xảy ra"), max_length=300, blank=True)
    sender_name = models.CharField(_("người gửi"), max_length=200, blank=True)
    sender_address = models.CharField(_("địa chỉ người gửi"), max_length=300, blank=True)
    sender_phone = models.CharField(_("điện thoại"), max_length=60, blank=True)
    signers = models.PositiveIntegerField(_("số người ký"), null=True, blank=True)
    damage = models.FloatField(_("mức hỏng chữ"), default=0)
    is_damaged = models.BooleanField(_("chữ hỏng, chưa đọc được chắc"), default=False)
    notes = models.JSONField(default=list)
    extra = models.JSONField(default=dict)

    kind = models.CharField(_("loại đơn"), max_length=20, choices=KIND_CHOICES, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=40, blank=True)
    topic = models.CharField(_("nội dung chi tiết"), max_length=60, blank=True)
    classified_by = models.CharField(
        max_length=10, choices=ClassifiedBy, default=ClassifiedBy.NOBODY, blank=True
    )
    classified_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    classified_at = models.DateTimeField(null=True)
    # What the machine suggested, with reasons and the engine's version; kept after a decision.
    suggestion = models.JSONField(default=dict)
    confidence = models.FloatField(_("mức chắc của gợi ý"), null=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-received_on", "-id"], name="submission_newest"),
            models.Index(fields=["unit", "-received_on", "-id"], name="submission_unit_newest"),
            models.Index(fields=["field", "-received_on", "-id"], name="submission_field_newest"),
            models.Index(fields=["kind", "-received_on", "-id"], name="submission_kind_newest"),
            models.Index(fields=["classified_by", "-received_on"], name="submission_to_confirm"),
            models.Index(fields=["external_id"], name="submission_external"),
            models.Index(fields=["is_damaged"], name="submission_damaged"),
        ]
        constraints = [
            models.CheckConstraint(
                name="submission_confirmed_by_someone",
                condition=~Q(classified_by="person")
                | Q(classified_person__isnull=False, classified_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def heading(self) -> str:
        """What a list shows: the officer's title, else the sender's first words."""
        return self.title or title_of(self.text, self.place)

    @property
    def original_text(self) -> str:
        """The text exactly as it was sent."""
        return self.text_as_sent or self.text


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, person: User) -> "CaseQuerySet":
        """Cases of the units in reach of ``person`` today."""
        return self.filter(reach_of(person).rows("unit"))

    def standing(self) -> "CaseQuerySet":
        """Cases that were not merged into another."""
        return self.filter(merged_into=None)


class Case(models.Model):
    """One matter (vụ việc); one or more submissions raise it."""

    class Stage(models.TextChoices):
        RECEIVED = "received", _("đã nhận")
        CLASSIFIED = "classified", _("đã phân loại")
        MERGED = "merged", _("đã gộp vào vụ việc khác")

    code = models.CharField(_("mã vụ việc"), max_length=24, unique=True)
    title = models.CharField(_("tên vụ việc"), max_length=300)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cases")
    opened_on = models.DateField(_("ngày mở"), null=True)
    stage = models.CharField(_("giai đoạn"), max_length=20, choices=Stage, default=Stage.RECEIVED)
    merged_into = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="merged"
    )
    submissions = models.ManyToManyField(Submission, through="Raising", related_name="cases")

    objects = CaseQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["-opened_on", "-id"], name="case_newest"),
            models.Index(fields=["unit", "-opened_on", "-id"], name="case_unit_newest"),
        ]

    def __str__(self) -> str:
        return self.code


class Raising(models.Model):
    """A submission raises a case: as its first letter, a copy, a supplement or a joint letter."""

    class Role(models.TextChoices):
        FIRST = "first", _("đơn đầu")
        EXACT_COPY = "exact_copy", _("bản sao nguyên văn")
        NEAR_COPY = "near_copy", _("bản gần trùng")
        SUPPLEMENT = "supplement", _("đơn bổ sung")
        PART = "part", _("một nội dung của đơn")

    submission = models.ForeignKey(Submission, on_delete=models.CASCADE, related_name="raisings")
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="raisings")
    role = models.CharField(_("vai trò"), max_length=20, choices=Role, default=Role.FIRST)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "case"], name="raising_once"),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} > {self.case_id}"


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


class CaseStep(models.Model):
    """A step in the life of a case; appended, never edited."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="steps")
    submission = models.ForeignKey(
        Submission, null=True, on_delete=models.CASCADE, related_name="steps"
    )
    name = models.CharField(_("bước"), max_length=40)
    at = models.DateTimeField(_("lúc"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    note = models.CharField(_("ghi chú"), max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["case", "id"], name="step_of_case")]

    def __str__(self) -> str:
        return self.name


class SavedView(models.Model):
    """A filter that a person keeps by name; the address holds the whole filter."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    page = models.CharField(max_length=40)
    name = models.CharField(_("tên bộ lọc"), max_length=80)
    query = models.CharField(max_length=1000)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "page", "name"], name="saved_view_once"),
        ]

    def __str__(self) -> str:
        return self.name


__all__ = [
    "Case",
    "CaseStep",
    "CommonPairs",
    "CopySuggestion",
    "ImportBatch",
    "ImportProblem",
    "Raising",
    "SavedView",
    "Series",
    "Submission",
]
