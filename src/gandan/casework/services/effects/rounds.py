"""The next round of a matter: the same sender, one level up, with the earlier file behind it."""

from gandan.casework.services.effects.referrals import check_clear
from gandan.casework.services.opening import open_round
from gandan.casework.services.taking import Taking


def pass_up(taking: Taking) -> None:
    """Open the next round at the superior that the step names.

    A superior outside the network takes the file on paper: nothing is opened here then.
    """
    superior, _name = taking.body("superior_unit")
    if superior is not None:
        check_clear(taking, superior, "superior_unit")
        if superior == taking.case.unit:
            raise taking.refuse("superior_unit", "Cấp trên phải là đơn vị khác đơn vị đã trả lời.")
        second = taking.code == "lodge_second"
        open_round(taking.case, at=superior, by=taking.officer, on=taking.day, second=second)
