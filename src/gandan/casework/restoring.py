"""Letters typed without diacritics, with those that the machine is sure of; for display only."""

from datetime import date
from functools import lru_cache

from gandan.casework.models import Submission
from gandan.synthesis import Restorer, lacks_marks, packaged_texts

LEARNED_FROM = 2_000


def restored(submission: Submission, day: date) -> str | None:
    """The text with diacritics as far as they are sure; None where it has its own."""
    if submission.is_damaged or not lacks_marks(submission.text):
        return None
    found = _restorer(day).restore(submission.text)
    return found if found != submission.text else None


@lru_cache(maxsize=1)
def _restorer(day: date) -> Restorer:
    """Counts of words in the newest letters of ``day`` and in the ways of saying of the package.

    Only how often words stand together is kept, no letter.
    """
    newest = (
        Submission.objects.for_many().order_by("-id").values_list("text", flat=True)[:LEARNED_FROM]
    )
    return Restorer.learn([*packaged_texts(), *newest])
