"""What steps do besides moving stage, flags and clocks, by the code of the step."""

from collections.abc import Callable

from gandan.casework.services.effects import answers, execution, referrals, rounds, timing
from gandan.casework.services.taking import Taking

EFFECTS: dict[str, tuple[Callable[[Taking], None], ...]] = {
    "guide": (referrals.guide,),
    "refer": (referrals.send,),
    "refer_again": (referrals.send,),
    "superior_decides": (referrals.send,),
    "confirm_receipt": (referrals.confirm,),
    "return_letter": (referrals.return_to_sender,),
    "return_again": (referrals.return_to_superior,),
    "remind": (referrals.remind,),
    "remind_again": (referrals.remind,),
    "receive_answer": (answers.receive,),
    "ask_to_mend": (answers.send_back,),
    "pass_on_answer": (answers.pass_on,),
    "answer_with_explanation": (answers.give,),
    "answer_with_measure": (answers.give,),
    "confirm_settled": (answers.note_agreement,),
    "dispute": (answers.note_dispute,),
    "carry_out": (execution.agree_carried_out, answers.carry_out),
    "close_without_execution": (execution.agree_nothing,),
    "find_complex": (timing.find_complex,),
    "extend": (timing.extend,),
    "escalate": (rounds.pass_up,),
    "lodge_second": (rounds.pass_up,),
}
