"""Names of those who wrote or came, found by a search of their own that is put on record.

The names of protected letters are left out when somebody asks, not when a letter is indexed:
a letter may be known as a denunciation later.
"""

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef

from gandan.accounts.models import User
from gandan.casework.models import Raising, Submission
from gandan.core.search import SearchIndex
from gandan.reception.models import Visit
from gandan.reception.protecting import PROTECTED
from gandan.units.policy import REGISTER_DUTIES, reach_of
from gandan.vietnamese import syllables

NAMES = SearchIndex("reception_name_search")
# One syllable of a name stands in thousands of letters and tells nobody apart.
LEAST_SYLLABLES = 2
FOUND_AT_MOST = 20


def index_names(letters: Sequence[Submission]) -> None:
    """Index the senders of letters that were just registered."""
    NAMES.put((one.pk, one.sender_name) for one in letters if one.sender_name)


def letters_of(
    name: str, person: User, duties: Iterable[str] = REGISTER_DUTIES
) -> list[Submission]:
    """Letters and visits of whoever is called so, the newest first; [] for less than two words.

    Only of one's own desks at which one of ``duties`` counts, where names are shown anyway, and
    never a protected one.
    """
    condition = NAMES.matching(name)
    if condition is None or len(syllables(name)) < LEAST_SYLLABLES:
        return []
    raised = Raising.objects.filter(submission=OuterRef("pk"), case__kind__in=PROTECTED)
    sealed = Visit.objects.filter(submission=OuterRef("pk"), sealed__isnull=False)
    rows = Submission.objects.visible_to(person).filter(
        condition, ~Exists(raised), ~Exists(sealed), unit__in=reach_of(person).desks(duties)
    )
    rows = rows.exclude(kind__in=PROTECTED).exclude(sender_name="")
    return list(rows.order_by("-received_on", "-id")[:FOUND_AT_MOST])
