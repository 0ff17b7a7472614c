"""The challenges of a registration: a code in a picture and a proof of work, for ten minutes, used once."""

import base64
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid
from chalicelib.features.cabinet.joining import challenges
from chalicelib.features.cabinet.joining.challenges import (
    ALPHABET,
    Answer,
    Challenge,
    code_of,
    demand_answered,
    make_challenge,
)
from chalicelib.features.cabinet.joining.questions import Question, question_for
from tests.cabinet.solving import solve
from tests.support.world import World

TO_CYRILLIC = str.maketrans("ACEHKMPTXY", "асенкмртху")


@pytest.fixture
def challenge(world: World) -> Iterator[Challenge]:
    with time_machine.travel(now(), tick=False):
        yield make_challenge(world.account.id, moment=now())


def refused(world: World, answer: Answer, *, after: timedelta = timedelta(), both: bool = False) -> list[str]:
    """Return the places of the errors that an answer is refused for."""
    try:
        demand_answered(world.account.id, answer, moment=now() + after, both=both)
    except Invalid as error:
        return [each.pointer for each in error.errors]
    return []


def test_k9_the_picture_is_a_small_png_in_the_page(challenge: Challenge) -> None:
    head, _, drawn = challenge.picture.partition(",")

    assert head == "data:image/png;base64"
    assert base64.b64decode(drawn).startswith(b"\x89PNG")
    assert len(challenge.picture) < 30_000


def test_the_code_has_characters_that_are_not_mistaken(world: World, challenge: Challenge) -> None:
    code = code_of(world.account.id, challenge.id)

    assert len(code) == 5
    assert set(code) <= set(ALPHABET)
    assert code == code_of(world.account.id, challenge.id)


def test_case_8_a_code_is_right_in_small_cyrillic_letters_and_once(world: World, challenge: Challenge) -> None:
    typed = code_of(world.account.id, challenge.id).translate(TO_CYRILLIC).lower()

    assert refused(world, Answer(challenge.id, code=f" {typed} ")) == []
    assert refused(world, Answer(challenge.id, code=typed)) == ["/challenge"]


def test_case_8_k7m4p_is_typed_as_a_russian_keyboard_writes_it(
    world: World, challenge: Challenge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(challenges, "code_of", lambda *_: "K7M4P")

    assert refused(world, Answer(challenge.id, code="\u043a7\u043c4\u0440")) == []  # к7м4р in Cyrillic


def test_case_8_a_code_ends_after_ten_minutes(world: World, challenge: Challenge) -> None:
    answer = Answer(challenge.id, code=code_of(world.account.id, challenge.id))

    assert refused(world, answer, after=timedelta(minutes=10, seconds=1)) == ["/challenge"]


def test_case_8_a_proof_of_work_is_right_once(world: World, challenge: Challenge) -> None:
    answer = Answer(challenge.id, solution=solve(challenge.pow))

    assert refused(world, answer) == []
    assert refused(world, answer) == ["/challenge"]


def test_one_picture_allows_one_try(world: World, challenge: Challenge) -> None:
    assert refused(world, Answer(challenge.id, code="AAAAA")) == ["/challenge/code"]
    assert refused(world, Answer(challenge.id, code=code_of(world.account.id, challenge.id))) == ["/challenge"]


@pytest.mark.parametrize("wrong", ["", "00", "zz"])
def test_a_challenge_that_is_not_ours_is_refused(world: World, challenge: Challenge, wrong: str) -> None:
    other = wrong + challenge.id[len(wrong) :] if wrong else ""

    assert refused(world, Answer(other, code="AAAAA")) == ["/challenge"]


def test_a_challenge_of_another_account_is_refused(world: World) -> None:
    foreign = make_challenge("acc_01J9Z6K3V8QWERTY0123456789", moment=now())

    assert refused(world, Answer(foreign.id, solution=solve(foreign.pow))) == ["/challenge"]


def tampered(sent: str, changes: dict[str, Any]) -> str:
    payload = json.loads(base64.b64decode(sent))
    for part, change in changes.items():
        payload[part] = {**payload[part], **change} if isinstance(change, dict) else change
    return base64.b64encode(json.dumps(payload).encode()).decode()


@pytest.mark.parametrize(
    "changes",
    [
        {"solution": {"counter": 1, "derivedKey": "00"}},
        {"solution": {"counter": "1"}},
        {"challenge": {"parameters": {}}},
        {"challenge": []},
        {"solution": None},
        {"challenge": {"signature": "00"}},
    ],
)
def test_a_solution_that_was_changed_is_refused(world: World, challenge: Challenge, changes: dict[str, Any]) -> None:
    answer = Answer(challenge.id, solution=tampered(solve(challenge.pow), changes))

    assert refused(world, answer) == ["/challenge/solution"]


@pytest.mark.parametrize("solution", ["?", "e30=", "bnVsbA==", "W10=", "x" * 3000])
def test_what_is_no_solution_is_refused(world: World, challenge: Challenge, solution: str) -> None:
    assert refused(world, Answer(challenge.id, solution=solution)) == ["/challenge/solution"]


def test_the_solution_of_another_challenge_is_refused(world: World, challenge: Challenge) -> None:
    other = make_challenge(world.account.id, moment=now())

    assert refused(world, Answer(challenge.id, solution=solve(other.pow))) == ["/challenge/solution"]


def test_both_answers_are_demanded_while_an_account_is_attacked(world: World, challenge: Challenge) -> None:
    code, solution = code_of(world.account.id, challenge.id), solve(challenge.pow)

    assert refused(world, Answer(challenge.id), both=True) == ["/challenge/code"]
    assert refused(world, Answer(challenge.id, code=code), both=True) == ["/challenge/solution"]
    assert refused(world, Answer(challenge.id, code=code, solution=solution), both=True) == []


def test_the_question_depends_on_the_number_alone(world: World) -> None:
    asked = {question_for(world.account.id, f"XX {number:06}") for number in range(60)}

    assert asked == set(Question)
    assert question_for(world.account.id, "AA 104338828") == question_for(world.account.id, "аа104338828")
