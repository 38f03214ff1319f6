"""What a person is told on the desk."""

import uuid
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gandan.accounts.models import User
from gandan.core.kept_sql import rows_kept
from gandan.notices import kinds, subjects


class NoticeQuerySet(models.QuerySet["Notice"]):
    def visible_to(self, person: User) -> "NoticeQuerySet":
        """A person's own notices, without those about what they may no longer see."""
        return self.filter(subjects.visible(person), person=person)

    def unread_of(self, person: User) -> "NoticeQuerySet":
        """What ``visible_to`` and ``unread`` give together, asking only about what waits.

        It is counted on every page, and most people have nothing or one kind of thing waiting.
        """
        kept = rows_kept(("unread", person.pk), lambda: Notice.objects.kinds_unread_by(person))
        waiting = {kind for (kind,) in kept}
        if not waiting:
            return self.none()
        return self.filter(subjects.visible(person, waiting), person=person).unread()

    def kinds_unread_by(self, person: User) -> models.QuerySet["Notice", Any]:
        """What notices are about that the person has not read."""
        mine = self.filter(person=person).unread().order_by()
        return mine.values_list("subject_kind").distinct()

    def unread(self) -> "NoticeQuerySet":
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing told to one person, once for each ``key``.

    The words are made when it is shown, from ``kind`` and ``facts``: they follow the language of
    the reader and the rights of that day. ``facts`` holds codes, days and counts, never what
    somebody wrote.
    """

    code = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(_("loại"), max_length=40)
    key = models.CharField(max_length=120)
    subject_kind = models.CharField(max_length=20, blank=True)
    subject = models.CharField(max_length=40, blank=True)
    facts = models.JSONField(default=dict)
    created_at = models.DateTimeField(_("lúc"))
    read_at = models.DateTimeField(_("đã đọc lúc"), null=True)
    # The mail that told of it, for people who want one for each notice.
    mail = models.ForeignKey("Mail", null=True, on_delete=models.SET_NULL, related_name="notices")

    objects = NoticeQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at", "-id"], name="notice_newest"),
            models.Index(fields=["person"], name="notice_unread", condition=Q(read_at=None)),
            models.Index(
                fields=["created_at"],
                name="notice_untold",
                condition=Q(read_at=None, mail=None),
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="notice_told_once"),
            models.CheckConstraint(
                name="notice_subject_has_a_kind",
                condition=Q(subject="", subject_kind="") | ~Q(subject="") & ~Q(subject_kind=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"

    @property
    def words(self) -> str:
        return kinds.words(self.kind, {**self.facts, "subject": self.subject})

    @property
    def address(self) -> str:
        """The page to open, or "" when there is none."""
        if self.subject:
            return subjects.address(self.subject_kind, self.subject)
        return kinds.address(self.kind)
