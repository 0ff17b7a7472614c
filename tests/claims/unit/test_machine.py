"""The stage machine of claims: all moves at all stages, terms, and random walks with invariants."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, assume, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from chalicelib.base.errors import Conflict
from chalicelib.features.claims.machine import RULES, Moment, moved, open_moves, refusal
from chalicelib.features.claims.model import AskedDocument, Claim, SlotCount
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.settings import ClaimSettings
from chalicelib.features.claims.stages import PAID, Ending, Move, Outcome, Side, Stage

MOSCOW = ZoneInfo("Europe/Moscow")
BEGAN = datetime(2026, 11, 1, 9, tzinfo=UTC)
#: By stage, the moves that the staff can make with a decision that pays.
STAFF = {
    Stage.ANNOUNCED: {Move.START, Move.REJECT},
    Stage.DOCUMENTS: {Move.REVIEW, Move.WITHDRAW},
    Stage.REVIEW: {Move.REQUEST_DOCUMENTS, Move.DECIDE, Move.WITHDRAW},
    Stage.DECIDED: {Move.ACCEPT, Move.DISPUTE, Move.PAY, Move.WITHDRAW},
    Stage.REPAIR: {Move.CLOSE},
    Stage.PAYMENT: {Move.PAY, Move.WITHDRAW},
    Stage.CLOSED: {Move.REOPEN},
    Stage.REJECTED: {Move.UNDO_REJECTION},
}
#: By stage, the moves of the client at the same moment.
CLIENT = {
    Stage.ANNOUNCED: {Move.START, Move.REJECT},
    Stage.DOCUMENTS: {Move.WITHDRAW},
    Stage.REVIEW: {Move.WITHDRAW},
    Stage.DECIDED: {Move.ACCEPT, Move.DISPUTE, Move.WITHDRAW},
    Stage.REPAIR: set(),
    Stage.PAYMENT: {Move.WITHDRAW},
    Stage.CLOSED: {Move.REOPEN},
    Stage.REJECTED: {Move.UNDO_REJECTION},
}


def process(**changes: object) -> ClaimProcess:
    return ClaimSettings().of_case("kasko").model_copy(update=changes)


def claim(stage: Stage = Stage.DOCUMENTS, **changes: object) -> Claim:
    decided = {"outcome": Outcome.PAYMENT, "decisions": 1}
    known: dict[str, object] = {"rules": process(), "reached": {stage: BEGAN}, **decided}
    return Claim(
        id="claim_1",
        account_id="acc_1",
        case_id="case_1",
        process="kasko",
        stage=stage,
        opened_at=BEGAN,
        opened_by="system",
        changed_at=BEGAN,
        **{**known, **changes},
    )


def after(days: float = 0) -> Moment:
    return Moment(BEGAN + timedelta(days=days), MOSCOW)


def whole(of: Claim) -> dict[str, SlotCount]:
    """Return the counts of a claim whose documents are all there."""
    return {each.code: SlotCount(received=each.min) for each in of.rules.slots}


@pytest.mark.parametrize("stage", Stage)
@pytest.mark.parametrize("move", Move)
def test_each_move_is_open_at_its_stages_alone(stage: Stage, move: Move) -> None:
    for side, allowed in ((Side.STAFF, STAFF), (Side.CLIENT, CLIENT)):
        refused = refusal(claim(stage), move, by=side, now=after())

        assert (refused is None) == (move in allowed[stage]), side
        assert refused is None or refused.extra["stage"] == stage
        if refused is None:
            assert moved(claim(stage), move, by=side, now=after()).stage is RULES[move].leads


def test_the_moves_that_are_open_are_those_of_the_table() -> None:
    assert {stage: set(open_moves(claim(stage), by=Side.STAFF, now=after())) for stage in Stage} == STAFF
    assert {stage: set(open_moves(claim(stage), by=Side.CLIENT, now=after())) for stage in Stage} == CLIENT


@pytest.mark.parametrize(
    ("outcome", "allowed"),
    [
        (Outcome.PAYMENT, {Move.ACCEPT, Move.PAY}),
        (Outcome.PARTIAL, {Move.ACCEPT, Move.PAY}),
        (Outcome.REPAIR, {Move.REFER}),
        (Outcome.REFUSED, {Move.CLOSE}),
    ],
)
def test_a_decision_opens_the_moves_of_its_outcome(outcome: Outcome, allowed: set[Move]) -> None:
    found = set(open_moves(claim(Stage.DECIDED, outcome=outcome), by=Side.STAFF, now=after()))

    assert found == allowed | {Move.DISPUTE, Move.WITHDRAW}


def test_a_decision_that_has_to_be_accepted_is_not_paid_before() -> None:
    waiting = claim(Stage.DECIDED, rules=process(accepts=True))

    assert refusal(waiting, Move.PAY, by=Side.STAFF, now=after()) is not None
    accepted = moved(waiting, Move.ACCEPT, by=Side.CLIENT, now=after())
    assert moved(accepted, Move.PAY, by=Side.STAFF, now=after()).ending is Ending.PAID


@pytest.mark.parametrize(("days", "possible"), [(30, True), (31, False)])
def test_a_decision_is_disputed_until_day_30_by_either_side(days: int, possible: bool) -> None:
    for side in (Side.CLIENT, Side.STAFF):
        refused = refusal(claim(Stage.DECIDED), Move.DISPUTE, by=side, now=after(days))
        assert (refused is None) == possible


def test_days_are_those_of_the_accounts_zone() -> None:
    last_minute_of_a_day = datetime(2026, 11, 1, 20, 59, tzinfo=UTC)
    decided = claim(Stage.DECIDED, reached={Stage.DECIDED: last_minute_of_a_day})
    last = last_minute_of_a_day + timedelta(days=30)

    assert refusal(decided, Move.DISPUTE, by=Side.CLIENT, now=Moment(last, MOSCOW)) is None
    beyond = Moment(last + timedelta(minutes=1), MOSCOW)
    assert refusal(decided, Move.DISPUTE, by=Side.CLIENT, now=beyond) is not None


def test_a_decision_is_disputed_once() -> None:
    disputed = moved(claim(Stage.DECIDED), Move.DISPUTE, by=Side.CLIENT, now=after())
    decided = moved(disputed, Move.DECIDE, by=Side.STAFF, now=after(), outcome=Outcome.PARTIAL)
    again = decided.model_copy(update={"disputed": decided.decisions})

    assert (disputed.stage, disputed.disputed, disputed.outcome) == (Stage.REVIEW, 1, Outcome.PAYMENT)
    assert refusal(decided, Move.DISPUTE, by=Side.CLIENT, now=after()) is None
    assert refusal(again, Move.DISPUTE, by=Side.CLIENT, now=after()) is not None


@pytest.mark.parametrize(
    ("stage", "move", "last"), [(Stage.CLOSED, Move.REOPEN, 30), (Stage.REJECTED, Move.UNDO_REJECTION, 7)]
)
def test_a_clients_term_ends_and_that_of_the_staff_does_not(stage: Stage, move: Move, last: int) -> None:
    assert refusal(claim(stage), move, by=Side.CLIENT, now=after(last)) is None
    assert refusal(claim(stage), move, by=Side.CLIENT, now=after(last + 1)) is not None
    assert refusal(claim(stage), move, by=Side.STAFF, now=after(last + 400)) is None


def test_b11_a_claim_without_a_required_document_is_not_sent() -> None:
    ready = claim().model_copy(update={"documents": whole(claim())})
    lacking = ready.model_copy(update={"documents": {**ready.documents, "damage_photos": SlotCount(received=2)}})

    refused = refusal(lacking, Move.SEND, by=Side.CLIENT, now=after())

    assert refused is not None
    assert refused.extra["missing"] == ["damage_photos"]
    sent = moved(ready, Move.SEND, by=Side.CLIENT, now=after(2))
    assert (sent.stage, sent.facts.complete_at) == (Stage.REVIEW, BEGAN + timedelta(days=2))


def test_a_document_that_is_asked_for_again_takes_a_further_file() -> None:
    asked = (AskedDocument(slot="identity", reason="Не видно номера", files=1),)
    ready = claim().model_copy(update={"documents": whole(claim()), "asked": asked})
    answered = {**ready.documents, "identity": SlotCount(received=1, refused=1)}

    assert [each.code for each in ready.missing] == ["identity"]
    assert ready.model_copy(update={"documents": answered}).missing == ()


def test_one_document_of_a_group_is_enough() -> None:
    first, second, *rest = process().slots
    group = [each.model_copy(update={"need": "one_of", "group": "value"}) for each in (first, second)]
    waiting = claim(rules=process(slots=(*group, *(each.model_copy(update={"need": "optional"}) for each in rest))))

    assert [each.code for each in waiting.missing] == [first.code, second.code]
    assert waiting.model_copy(update={"documents": {second.code: SlotCount(accepted=1)}}).missing == ()


@pytest.mark.parametrize(
    ("facts", "wanted", "not_wanted"),
    [
        ({"kind": "theft"}, {"keys", "police_report"}, {"driving_licence", "damage_photos"}),
        ({"kind": "damage"}, {"driving_licence", "damage_photos"}, {"keys", "police_report"}),
        ({}, {"driving_licence", "damage_photos", "police_report"}, {"keys", "power_of_attorney"}),
        ({"third_party": True}, {"power_of_attorney"}, {"keys"}),
    ],
)
def test_documents_follow_the_facts(facts: dict[str, object], wanted: set[str], not_wanted: set[str]) -> None:
    known = claim()
    codes = {each.code for each in known.model_copy(update={"facts": known.facts.model_copy(update=facts)}).slots}

    assert wanted <= codes
    assert not codes & not_wanted


class Walk(RuleBasedStateMachine):
    """A claim that both sides move at random, some days apart."""

    @initialize(announced=st.booleans(), accepts=st.booleans())
    def begin(self, announced: bool, accepts: bool) -> None:
        rules = process(announced=announced, accepts=accepts)
        self.claim = claim(Stage.ANNOUNCED if announced else Stage.DOCUMENTS, rules=rules, outcome=None, decisions=0)
        self.day = 0.0

    @rule(
        move=st.sampled_from(Move),
        side=st.sampled_from([Side.CLIENT, Side.STAFF]),
        days=st.sampled_from([0, 0.5, 8, 31]),
        outcome=st.sampled_from(Outcome),
        has_all=st.booleans(),
    )
    def make(self, move: Move, side: Side, days: float, outcome: Outcome, has_all: bool) -> None:
        self.day += days
        before = self.claim.model_copy(update={"documents": whole(self.claim) if has_all else {}})
        changes = {"outcome": outcome} if move is Move.DECIDE else {}
        assume(before.stage in RULES[move].begins)
        try:
            self.claim = moved(before, move, by=side, now=after(self.day), **changes)
        except Conflict as refused:
            assert refused.extra["stage"] == before.stage
            assert move not in open_moves(before, by=side, now=after(self.day))
            return
        assert move is not Move.SEND or has_all
        assert self.claim.version == before.version + 1
        assert self.claim.reached[self.claim.stage] == after(self.day).at

    @invariant()
    def a_claim_is_of_one_piece(self) -> None:
        now = self.claim
        assert (now.ending is not None) == (now.stage is Stage.CLOSED)
        assert now.disputed <= now.decisions
        assert (now.outcome is None) == (now.decisions == 0)
        assert now.stage is not Stage.PAYMENT or now.outcome in PAID
        assert now.stage is not Stage.REPAIR or now.outcome is Outcome.REPAIR
        assert now.ending is not Ending.PAID or (now.outcome in PAID and now.facts.paid_at is not None)
        assert now.stage is not Stage.ANNOUNCED or now.rules.announced

    @invariant()
    def staff_are_never_stuck(self) -> None:
        assert open_moves(self.claim, by=Side.STAFF, now=after(self.day + 1000))


Walk.TestCase.settings = settings(
    max_examples=150, stateful_step_count=25, deadline=None, suppress_health_check=[HealthCheck.filter_too_much]
)
TestWalk = Walk.TestCase
