"""What of a submission is searched: its own words, title, place and numbers.

The sender's name, address and telephone are left out of the index on purpose; they are found
by a search of their own that is put on record.
"""

from gandan.casework.models import Submission
from gandan.core.search import SearchIndex
from gandan.vietnamese import search_forms

SEARCH = SearchIndex("casework_submission_search")


def searched_text(submission: Submission) -> str:
    return f"{_heading(submission)}\n{submission.text}"


def searched_forms(submission: Submission, written: str, folded: str) -> tuple[int, str, str]:
    """The row of a letter in the index; ``written`` and ``folded`` are the forms of its text."""
    own_written, own_folded = search_forms(_heading(submission))
    return submission.pk, f"{own_written} {written}", f"{own_folded} {folded}"


def _heading(submission: Submission) -> str:
    parts = submission.code, submission.external_id, submission.title, submission.place
    return "\n".join(part for part in parts if part)


def put_again(submission: Submission) -> None:
    """Index a letter anew with the names that its cases were given."""
    names = submission.cases.values_list("title", flat=True)
    SEARCH.replace(submission.pk, "\n".join([searched_text(submission), *names]))
