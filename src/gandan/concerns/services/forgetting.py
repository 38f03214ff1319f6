"""Take the letters of a denunciation out of the concerns that they backed.

Concerns are read by people of many units, among them those whom the letter is about. The next
run leaves such letters out by itself; until then what was stored must not tell of them.
"""

from gandan.casework.models import Case
from gandan.concerns.models import Concern, Membership
from gandan.concerns.services.deciding import recount
from gandan.concerns.services.running import SMALLEST

State = Concern.State


def forget_letters(case: Case) -> None:
    """Runs in the transaction that keeps ``case`` away; nothing of it goes on record."""
    letters = dict(case.submissions.values_list("pk", "code"))
    backed = Concern.objects.filter(memberships__submission__in=letters).distinct()
    concerns = list(backed)
    Membership.objects.filter(submission__in=letters).delete()
    codes = set(letters.values())
    for concern in concerns:
        concern.extract = [said for said in concern.extract if said["source"] not in codes]
        concern.save(update_fields=["extract"])
        recount(concern)
        if concern.state == State.SUGGESTED and concern.size < SMALLEST:
            concern.delete()
