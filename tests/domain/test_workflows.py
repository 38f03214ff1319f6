"""The workflow tables are sound: complete names, no dead ends, no clock left running.

The tables are walked in full (every stage with every set of flags that steps can bring about)
and at random by hypothesis, as a model of a case with its clocks.
"""

from collections import deque
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gandan.domain import citations
from gandan.domain.deadlines import Criterion, shipped_rules
from gandan.domain.duties import LABELS
from gandan.domain.flags import Flag
from gandan.domain.procedure import (
    FactType,
    Milestone,
    Procedure,
    Stage,
    StepNotAllowedError,
    facts,
    forms,
    milestones,
    next_steps,
    opening,
    shipped_table,
    take,
)
from gandan.domain.procedure.steps import ALL

TABLE = shipped_table()
DAY = date(2026, 8, 3)
EVERY_DUTY = tuple(LABELS)
# Flags that a person may set on a letter and that a procedure asks about.
ASKED = {
    procedure: sorted(
        {
            flag
            for step in TABLE.of(procedure, DAY)
            for flag in (*step.only_if, *step.not_if, *step.needs_if, *step.starts_if)
        }
        | set(TABLE.starts[procedure].opens_if)
        | set(TABLE.starts[procedure].substitutes)
    )
    for procedure in Procedure
}
FREE = {
    procedure: [f for f in ASKED[procedure] if not f.is_set_by_work or f == Flag.GUIDED_BEFORE]
    for procedure in Procedure
}


def value_of(fact):
    """Something that the fact takes."""
    if fact.type == FactType.DATE:
        return DAY
    if fact.type == FactType.CHOICE:
        return next(iter(fact.choices))
    if fact.type == FactType.CRITERIA:
        return {Criterion.SEVERAL_PLACES}
    if fact.type == FactType.NUMBER:
        return 10
    return "x"


ALL_FACTS = {code: value_of(fact) for code, fact in facts().items()}


def open_steps(procedure, stage, flags):
    found = next_steps(procedure, stage, day=DAY, flags=flags)
    return [step.step.code for step in found if step.is_open]


def taken(procedure, code, stage, flags):
    return take(procedure, code, at=stage, duties=EVERY_DUTY, facts=ALL_FACTS, day=DAY, flags=flags)


def beginnings(procedure):
    """Every set of at most two flags that a letter may come with."""
    for size in range(3):
        for flags in combinations(FREE[procedure], size):
            yield Stage.RECEIVED, frozenset(flags)


def reachable(procedure):
    """Every (stage, flags) that a case can come to, with the ones that follow."""
    follows = {}
    waiting = deque(beginnings(procedure))
    while waiting:
        state = waiting.popleft()
        if state in follows:
            continue
        stage, flags = state
        follows[state] = []
        for code in open_steps(procedure, stage, flags):
            after = taken(procedure, code, stage, flags)
            follows[state].append((code, (after.stage, after.flags)))
            waiting.append((after.stage, after.flags))
    return follows


@pytest.fixture(scope="module", params=list(Procedure), ids=str)
def walked(request):
    return request.param, reachable(request.param)


def test_no_case_comes_to_a_dead_end(walked):
    _, follows = walked
    before = {}
    for state, steps in follows.items():
        for _, after in steps:
            before.setdefault(after, set()).add(state)
    waiting = [state for state in follows if state[0].is_resting]
    can_rest = set(waiting)
    while waiting:
        for state in before.get(waiting.pop(), ()):
            if state not in can_rest:
                can_rest.add(state)
                waiting.append(state)
    assert [state for state in follows if state not in can_rest] == []


def test_every_stage_of_a_procedure_is_reached_and_every_step_is_used(walked):
    procedure, follows = walked
    steps = TABLE.of(procedure, DAY)
    ends = {step.end for step in steps if step.end}
    assert {stage for stage, _ in follows} == {Stage.RECEIVED, *ends}
    used = {code for found in follows.values() for code, _ in found}
    assert used == {step.code for step in steps}


def test_every_start_of_a_step_is_a_stage_of_one_of_its_procedures():
    for step in TABLE.steps:
        ends = {s.end or Stage.RECEIVED for p in step.procedures for s in TABLE.of(p)}
        assert step.start <= {Stage.RECEIVED, *ends}, step.code


def test_a_case_may_be_withdrawn_at_every_stage_at_which_it_is_open(walked):
    procedure, follows = walked
    ways = {"withdraw", "terminate"}
    after = {Stage.DECIDED, Stage.CONCLUDED, Stage.ANSWERED, Stage.ACTED, Stage.PUBLISHED}
    after |= {Stage.EFFECTIVE, Stage.CARRIED_OUT, Stage.SETTLED, Stage.TERMINATED}
    # With others, or already decided elsewhere: nothing left that the sender could stop.
    after |= {Stage.MANAGEMENT_CHECK, Stage.REPORT_DEMANDED}
    if procedure == Procedure.DENUNCIATION:
        after |= {Stage.REFERRED, Stage.AWAITING_ANSWER, Stage.COMPETENCE_DISPUTED}
        after |= {Stage.ANSWER_RECEIVED}
    for (stage, flags), steps in follows.items():
        if stage.is_resting or stage in after or Flag.MUST_GO_ON in flags:
            continue
        if Flag.ANONYMOUS in flags:
            continue
        assert ways & {code for code, _ in steps}, (stage, flags)


def test_a_suspended_case_can_be_resumed_and_terminated():
    for procedure in (
        Procedure.COMPLAINT_FIRST,
        Procedure.COMPLAINT_SECOND,
        Procedure.DENUNCIATION,
    ):
        assert {"resume", "terminate"} <= set(open_steps(procedure, Stage.SUSPENDED, ()))


def test_tables_name_only_what_exists():
    codes = set(shipped_rules().limits.codes)
    for step in TABLE.steps:
        assert set(step.duties) <= set(LABELS), step.code
        for name in step.facts_needed(Flag):
            assert name in facts(), (step.code, name)
        for paper in step.papers:
            assert paper in forms(), (step.code, paper)
        clocks = {*step.stops, *step.suspends, *step.resumes, *step.extends, *step.drops}
        assert clocks - {ALL} <= codes, step.code
        citations.read(step.article)


def test_a_clock_counts_from_a_fact_that_its_step_asks_for():
    for step in TABLE.steps:
        for start in (*step.starts, *(c for more in step.starts_if.values() for c in more)):
            assert start.fact in step.needs, (step.code, start)
            assert facts()[start.fact].type == FactType.DATE
            assert start.code in shipped_rules().limits.codes


def test_every_fact_and_every_paper_of_a_step_is_used_somewhere():
    needed = {name for step in TABLE.steps for name in step.facts_needed(Flag)}
    assert set(facts()) - needed == set()


def test_rows_start_no_earlier_than_the_texts_they_cite():
    known = citations.instruments()
    for row in (*TABLE.steps, *forms().values()):
        for citation in citations.read(row.article):
            assert row.valid_from >= known[citation.instrument].valid_from, (row.code, citation)


class Walk:
    """A case with its clocks, for walks of any kind."""

    def __init__(self, procedure, flags):
        self.procedure, self.flags = procedure, frozenset(flags)
        self.stage = Stage.RECEIVED
        self.running = {clock.code for clock in opening(procedure, self.flags)}
        self.still = set()
        self.steps = []

    def take(self, code):
        found = taken(self.procedure, code, self.stage, self.flags)
        assert set(found.suspends) & self.running or not found.suspends
        assert set(found.resumes) & self.still or not found.resumes
        assert set(found.extends) & self.running or not found.extends
        self.still = (self.still | set(found.suspends) & self.running) - set(found.resumes)
        self.running = set(found.running(self.running))
        self.still &= self.running
        self.stage, self.flags = found.stage, found.flags
        self.steps.append(found.step)
        assert self.stage != Stage.SUSPENDED or self.still
        assert self.still == set() or self.stage == Stage.SUSPENDED


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_no_clock_is_left_running_at_the_end(data):
    procedure = data.draw(st.sampled_from(list(Procedure)))
    flags = data.draw(st.sets(st.sampled_from(FREE[procedure]), max_size=4))
    walk = Walk(procedure, flags)
    for _ in range(40):
        choices = open_steps(procedure, walk.stage, walk.flags)
        if not choices or (walk.stage.is_resting and data.draw(st.booleans())):
            break
        walk.take(data.draw(st.sampled_from(choices)))
        if walk.stage.is_resting:
            assert walk.running == set(), [step.code for step in walk.steps]


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_a_clock_that_decides_about_people_runs_while_their_case_is_open(data):
    procedure = data.draw(
        st.sampled_from(
            [Procedure.COMPLAINT_FIRST, Procedure.COMPLAINT_SECOND, Procedure.DENUNCIATION]
        )
    )
    terms = {"KN-1", "KN-2", "KN-KL", "TC-1"}
    working = {Stage.ACCEPTED, Stage.REDACTED, Stage.VERIFYING, Stage.VERIFIED}
    working |= {Stage.DIALOGUE_DUE, Stage.DIALOGUE_SET, Stage.SUSPENDED}
    walk = Walk(procedure, data.draw(st.sets(st.sampled_from(FREE[procedure]), max_size=3)))
    for _ in range(30):
        choices = open_steps(procedure, walk.stage, walk.flags)
        if not choices:
            break
        walk.take(data.draw(st.sampled_from(choices)))
        assert bool(terms & walk.running) == (walk.stage in working)


@settings(max_examples=100, deadline=None)
@given(st.data())
def test_reminders_run_only_while_a_letter_is_with_its_recipient(data):
    procedure = data.draw(st.sampled_from([Procedure.PETITION, Procedure.FORWARDING]))
    walk = Walk(procedure, data.draw(st.sets(st.sampled_from(FREE[procedure]), max_size=2)))
    for _ in range(30):
        choices = open_steps(procedure, walk.stage, walk.flags)
        if not choices:
            break
        walk.take(data.draw(st.sampled_from(choices)))
        away = walk.stage in {Stage.REFERRED, Stage.AWAITING_ANSWER}
        assert ("NB-DD" in walk.running) == away
        assert ("NB-NHAN" in walk.running) <= away


def test_a_disputed_answer_is_taken_up_referred_again_passed_up_or_stood_by():
    ways = {"take_up_again", "refer_again", "escalate", "close_disputed"}
    for procedure in (Procedure.PETITION, Procedure.FORWARDING):
        assert ways <= set(open_steps(procedure, Stage.DISPUTED, {Flag.DISPUTED}))


COMPLAINT = [
    "classify",
    "accept",
    "assign",
    "report_differing",
    "set_dialogue",
    "hold_dialogue",
    "decide",
    "send_decision",
    "record_delivery",
    "take_effect",
    "carry_out",
    "close",
]
DENUNCIATION = [
    "start_check",
    "accept",
    "notify_parties",
    "redact",
    "assign",
    "extend",
    "conclude",
    "send_conclusion",
    "act",
    "publish",
    "carry_out",
    "close",
]
FORWARDED = [
    "classify",
    "refer",
    "confirm_receipt",
    "remind",
    "receive_answer",
    "pass_on_answer",
    "carry_out",
    "confirm_settled",
    "close",
]


@pytest.mark.parametrize(
    ("procedure", "steps"),
    [
        (Procedure.COMPLAINT_FIRST, COMPLAINT),
        (Procedure.DENUNCIATION, DENUNCIATION),
        (Procedure.FORWARDING, FORWARDED),
    ],
    ids=lambda value: str(value) if isinstance(value, Procedure) else "",
)
def test_the_straight_way_meets_every_clock_and_reaches_three_milestones(procedure, steps):
    walk = Walk(procedure, ())
    for code in steps[:-1]:
        walk.take(code)
    assert walk.running - {"XLD-45"} == set()
    walk.take(steps[-1])
    assert walk.stage == Stage.CLOSED
    assert milestones(walk.steps) == set(Milestone)


def test_answered_settled_and_carried_out_come_apart():
    walk = Walk(Procedure.PETITION, ())
    for code in ("classify", "take_up", "answer_with_measure"):
        walk.take(code)
    assert milestones(walk.steps) == {Milestone.ANSWERED}
    refused = next_steps(Procedure.PETITION, walk.stage, day=DAY, flags=walk.flags)
    assert any("phải thực hiện xong trước" in n.why_not for n in refused)
    walk.take("carry_out")
    assert milestones(walk.steps) == {Milestone.ANSWERED, Milestone.CARRIED_OUT}
    walk.take("confirm_settled")
    walk.take("dispute")
    assert Milestone.SETTLED not in milestones(walk.steps)


def test_after_two_returns_the_common_superior_decides_and_nobody_returns_again():
    walk = Walk(Procedure.FORWARDING, ())
    for code in ("classify", "refer", "return_letter", "refer", "return_again"):
        walk.take(code)
    assert walk.stage == Stage.COMPETENCE_DISPUTED
    walk.take("superior_decides")
    codes = open_steps(Procedure.FORWARDING, walk.stage, walk.flags)
    assert not {"return_letter", "return_again"} & set(codes)
    with pytest.raises(StepNotAllowedError, match="không trả lại nữa"):
        walk.take("return_letter")


def test_guiding_happens_once_and_a_forwarded_complaint_goes_back():
    first = (Procedure.COMPLAINT_FIRST, "guide", Stage.CLASSIFIED)
    with pytest.raises(StepNotAllowedError, match="đã được hướng dẫn một lần"):
        taken(*first, {Flag.GUIDED_BEFORE})
    with pytest.raises(StepNotAllowedError, match="trả lại cơ quan đó"):
        taken(*first, {Flag.FORWARDED})
    back = taken(
        Procedure.COMPLAINT_FIRST, "return_to_forwarder", Stage.CLASSIFIED, {Flag.FORWARDED}
    )
    assert back.stage == Stage.RETURNED


def test_an_anonymous_denunciation_is_filed_or_checked_and_never_accepted():
    nameless = {Flag.ANONYMOUS}
    codes = open_steps(Procedure.DENUNCIATION, Stage.CHECKING, nameless)
    assert "accept" not in codes
    assert "file_away" in codes
    with_evidence = open_steps(Procedure.DENUNCIATION, Stage.CHECKING, {*nameless, Flag.CHECKABLE})
    assert "file_away" not in with_evidence
    assert "check_for_management" in with_evidence


def test_a_joint_complaint_is_accepted_only_with_its_representatives():
    known = ALL_FACTS | {"representatives_paper": ""}
    with pytest.raises(StepNotAllowedError) as caught:
        take(
            Procedure.COMPLAINT_FIRST,
            "accept",
            at=Stage.CLASSIFIED,
            duties=["leader"],
            facts=known,
            day=DAY,
            flags=[Flag.JOINT],
        )
    assert caught.value.faults == {"representatives_paper": "Thiếu: Văn bản cử người đại diện."}


def test_complaints_against_discipline_run_on_their_own_clocks():
    flags = {Flag.DISCIPLINE}
    assert opening(Procedure.COMPLAINT_FIRST, flags)[0].code == "KN-TL-KL"
    accepted = taken(Procedure.COMPLAINT_FIRST, "accept", Stage.CLASSIFIED, flags)
    assert [clock.code for clock in accepted.starts] == ["KN-KL"]


@pytest.mark.parametrize(
    ("code", "at", "duties", "facts_given", "error", "words"),
    [
        ("fly", Stage.RECEIVED, ["leader"], {}, "unknown_step", "không có bước này"),
        ("accept", Stage.RECEIVED, ["leader"], {}, "wrong_stage", "đang ở bước “Đã tiếp nhận”"),
        ("accept", Stage.CLASSIFIED, ["handler"], {}, "wrong_duty", "là việc của lãnh đạo"),
        ("accept", Stage.CLASSIFIED, ["leader"], {}, "facts", "Thiếu: Ngày thụ lý."),
        (
            "accept",
            Stage.CLASSIFIED,
            ["leader"],
            {"accepted_on": "3/8/2026", "document_number": "1"},
            "facts",
            "Ngày thụ lý: ghi ngày như",
        ),
        (
            "refuse",
            Stage.CLASSIFIED,
            ["leader"],
            ALL_FACTS | {"refusal_ground": "vì thích"},
            "facts",
            "chọn một trong các mục có sẵn",
        ),
    ],
    ids=["unknown", "stage", "duty", "missing", "type", "choice"],
)
def test_a_refused_step_says_why(code, at, duties, facts_given, error, words):
    with pytest.raises(StepNotAllowedError, match=words) as caught:
        take(Procedure.COMPLAINT_FIRST, code, at=at, duties=duties, facts=facts_given, day=DAY)
    assert caught.value.code == error
    assert caught.value.message_en != str(caught.value)
    assert caught.value.faults.keys() == caught.value.faults_en.keys()


def test_complaints_are_suspended_only_under_the_new_law():
    with pytest.raises(StepNotAllowedError) as caught:
        take(
            Procedure.COMPLAINT_FIRST,
            "suspend",
            at=Stage.VERIFYING,
            duties=["leader"],
            facts=ALL_FACTS,
            day=date(2026, 6, 30),
        )
    assert caught.value.code == "not_in_force"


def test_the_days_of_new_clocks_come_from_the_facts():
    known = ALL_FACTS | {"accepted_on": DAY + timedelta(days=2)}
    accepted = take(
        Procedure.COMPLAINT_FIRST,
        "accept",
        at=Stage.CLASSIFIED,
        duties=["leader"],
        facts=known,
        day=DAY,
    )
    assert accepted.days_of_clocks(known) == {"KN-1": date(2026, 8, 5)}


@pytest.mark.parametrize("procedure", list(Procedure), ids=str)
def test_a_letter_forwarded_by_a_body_owes_that_body_an_answer(procedure):
    if procedure in (Procedure.FORWARDING,):
        return
    answers = [s for s in TABLE.of(procedure) if s.code == "answer_forwarder"]
    owed = {c.code for s in TABLE.of(procedure) for c in s.starts_if.get(Flag.FORWARDED, ())}
    assert owed <= {code for step in answers for code in step.stops}
    assert owed


def test_a_person_without_the_duty_sees_the_steps_and_the_reason():
    found = next_steps(Procedure.PETITION, Stage.SETTLED, day=DAY, duties=["inspector"])
    assert {n.step.code for n in found if not n.is_open} >= {"close"}
    assert all(n.why_not for n in found)
