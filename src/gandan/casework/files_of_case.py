"""Files of a case and of those that were merged into it, as far as a person may have them."""

from django.db.models import Q, QuerySet

from gandan.accounts.models import User
from gandan.casework.models import Attachment, Case
from gandan.domain.confidentiality import Confidentiality
from gandan.units.policy import reach_of

HIDDEN = [one.value for one in Confidentiality if one.is_hidden]


def files_of(case: Case, person: User, *, with_merged: bool = True) -> QuerySet[Attachment]:
    """Files that stand; ``person`` may see ``case`` itself.

    A merged case keeps its files. Whoever reads the case that took it in reads its letters, and
    has its files as well; those of a denunciation only where it is visible by itself.
    """
    whole = Q(case=case)
    if with_merged and (merged := _merged_into(case)):
        rows = Case.objects.filter(pk__in=merged)
        readable = rows.not_about(person).exclude(confidentiality__in=HIDDEN)
        seen = rows.visible_to(person)
        whole |= Q(case__in=readable.values("pk")) | Q(case__in=seen.values("pk"))
    files = Attachment.objects.filter(whole, is_void=False)
    return files.select_related("file", "case__merged_into")


def gives_nameless(file: Attachment, case: Case) -> bool:
    """Whether ``file``, on the page of ``case``, goes out without the names of its makers."""
    return file.case.is_hidden or case.is_hidden


def class_of_file(file: Attachment, case: Case) -> Confidentiality:
    """The class of data that opening it shows: the stricter of both cases."""
    found = {Confidentiality(one.confidentiality) for one in (file.case, case)}
    return max(found, key=lambda one: one.rank)


def may_take_off(file: Attachment, case: Case, person: User) -> bool:
    """Whether the page of ``case`` offers ``person`` to take ``file`` off, added by mistake.

    What came with a step, or proves an answer, goes with that. The unit that owns the case takes
    any file off; whoever has it now, what they added.
    """
    if file.case_id != case.pk or file.step_id or file.answer_id:
        return False
    return file.by_id == person.pk or case.unit_id in reach_of(person).units()


def _merged_into(case: Case) -> set[int]:
    """Keys of all cases that ended in ``case``, also through others."""
    found: set[int] = set()
    level = {case.pk}
    while level:
        rows = Case.objects.filter(merged_into__in=level).values_list("pk", flat=True)
        level = set(rows) - found
        found |= level
    return found
