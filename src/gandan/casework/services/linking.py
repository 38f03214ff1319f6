"""Ask whether a letter that has just come in is a copy of one in the register."""

import numpy as np
from django.db import transaction
from django.db.models import Q
from numpy.typing import NDArray

from gandan.casework.copy_index import COPY_INDEX
from gandan.casework.corpus import WINDOW, corpus_of
from gandan.casework.models import CommonPairs, CopyIndexFill, CopySuggestion, Submission
from gandan.casework.services.copies import FoundCopy, suggest_copies
from gandan.synthesis import find_copies

FELLOWS = 48
BLOCK = 2_000


def copies_of_new(submission: Submission) -> list[FoundCopy]:
    """What ``submission`` is a copy of, or what is a copy of it where it was received first.

    The letters that share its rarest words, and those in one group with them, are compared as
    the whole register would be: the groups around a letter do not depend on letters elsewhere.
    """
    near = COPY_INDEX.sharing(submission.text, without=submission.pk)
    if not near:
        return []
    rows = Submission.objects.filter(pk__in={submission.pk, *near, *_fellows(near)})
    if submission.received_on:
        since = submission.received_on - WINDOW
        rows = rows.filter(Q(received_on__gte=since) | Q(received_on=None))
    values = list(rows.values_list("id", "text", "received_on", "place"))
    found = find_copies(corpus_of(values), known_common_pairs())
    links = [
        FoundCopy(values[member][0], values[head][0], kind, float(similarity))
        for member, head, kind, similarity in found.links()
    ]
    return [link for link in links if submission.pk in (link.submission, link.original)]


def _fellows(near: list[int]) -> set[int]:
    """Those in one group with letters: what they are copies of, and other copies of that."""
    refused = CopySuggestion.State.REJECTED
    links = CopySuggestion.objects.exclude(state=refused)
    heads = set(links.filter(submission__in=near).values_list("original_id", flat=True))
    others = links.filter(original__in=heads | set(near)).order_by("-similarity", "id")
    return heads | set(others.values_list("submission_id", flat=True)[:FELLOWS])


@transaction.atomic
def suggest_for_new(submission: Submission) -> None:
    """Keep as suggestions what a new letter is a copy of; decisions of others stay."""
    links = copies_of_new(submission)
    own = [link for link in links if link.submission == submission.pk]
    suggest_copies(own, examined=[submission.pk])
    later = [link for link in links if link.original == submission.pk]
    taken = set(
        CopySuggestion.objects.filter(submission__in=[x.submission for x in later]).values_list(
            "submission_id", flat=True
        )
    )
    suggest_copies([link for link in later if link.submission not in taken], examined=[])


def known_common_pairs() -> NDArray[np.uint64]:
    """Word pairs that very many letters of the register have, as last looked through."""
    known = CommonPairs.objects.order_by("-id").first()
    return np.frombuffer(bytes(known.hashes) if known else b"", np.uint64)


def keep_common_pairs(common: NDArray[np.uint64], letters: int) -> None:
    CommonPairs.objects.update_or_create(
        pk=1, defaults={"hashes": common.tobytes(), "letters": letters}
    )


def fill_copy_index() -> int:
    """Index letters from before there was an index, or of its present kind; return how many.

    Each block is kept with how far it goes, so a run that was stopped is taken up again. A letter
    that was registered while the index was emptied is there already.
    """
    count = 0
    while block := _next_block():
        with transaction.atomic():
            fill = CopyIndexFill.objects.filter(done__lt=block[0][0], until__gte=block[-1][0])
            if fill.update(done=block[-1][0]):
                count += COPY_INDEX.put_missing(block)
    return count


def _next_block() -> list[tuple[int, str]]:
    """The next letters to be indexed, as primary key and text."""
    fill = CopyIndexFill.objects.first()
    if fill is None or fill.done >= fill.until:
        return []
    waiting = Submission.objects.filter(pk__gt=fill.done, pk__lte=fill.until)
    return list(waiting.order_by("pk").values_list("pk", "text")[:BLOCK])
