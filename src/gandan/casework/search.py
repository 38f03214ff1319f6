"""What of a submission is searched: its own words, title, place and numbers.

The sender's name, address and telephone are left out of the index on purpose; they are found
by a search of their own that is put on record.
"""

from gandan.casework.models import Submission
from gandan.core.search import SearchIndex, Words

SEARCH = SearchIndex("casework_submission_search")


def searched_text(submission: Submission) -> str:
    return "\n".join([submission.code, *_heading(submission), submission.text])


def searched_words(submission: Submission, text: Words) -> Words:
    """All words but those of the letter's number, which it may not have yet.

    ``text`` are the words of its text.
    """
    heading = Words.of("\n".join(_heading(submission)))
    return Words(f"{heading.written} {text.written}", f"{heading.folded} {text.folded}")


def _heading(submission: Submission) -> list[str]:
    parts = submission.external_id, submission.title, submission.place
    return [part for part in parts if part]


def put_again(submission: Submission) -> None:
    """Index a letter anew with the names that its cases were given."""
    names = submission.cases.values_list("title", flat=True)
    SEARCH.replace(submission.pk, "\n".join([searched_text(submission), *names]))
