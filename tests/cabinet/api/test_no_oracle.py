"""K4: nothing tells a stranger of policies, phones or persons. Answers and calls of AWS are equal."""

import itertools
from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from chalicelib.features.cabinet.joining.questions import question_for
from tests.cabinet.joiners import NEW_EMAIL, NEW_PHONE, NUMBER, Joiner, insured
from tests.clients.bodies import COMPANY, added
from tests.policies.sales import sold
from tests.support.api.client import Answer
from tests.support.api.people import People
from tests.support.area import open_area
from tests.support.faults import between


class Seen(NamedTuple):
    """All that a stranger sees of a step, and the calls of AWS that make its duration."""

    status: int
    text: str
    headers: tuple[tuple[str, str], ...]
    calls: tuple[tuple[str, ...], ...]


@pytest.fixture(autouse=True)
def _area(api: People) -> None:
    open_area(api.account.id)


def numbers_like(account_id: str, number: str) -> list[str]:
    """Return numbers of the same length that get the same question."""
    wanted = question_for(account_id, number)
    made = (f"АА {each:09}" for each in itertools.count(200_000_000))
    return list(itertools.islice((each for each in made if question_for(account_id, each) is wanted), 8))


def seen(step: Callable[[], Answer]) -> Seen:
    """Return all that is seen of a step."""
    calls: list[tuple[str, ...]] = []

    def note(operation: str, parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        calls.append((operation, *_tables(parameters)))
        return call()

    with between(note):
        answer = step()
    headers = tuple(sorted((name, _length(value)) for name, value in answer.headers.items()))
    return Seen(answer.status, answer.text, headers, tuple(calls))


def _tables(parameters: dict[str, Any]) -> list[str]:
    """Return the tables of a call; of a transaction those of its writes in their order."""
    writes = [(kind, each) for write in parameters.get("TransactItems", ()) for kind, each in write.items()]
    return [parameters.get("TableName", ""), *(f"{kind} {each['TableName']}" for kind, each in writes)]


def _length(value: str) -> str:
    return value if len(value) < 40 else f"{value.partition('=')[0]}: {len(value)}"


def tried(joiner: Joiner, answer: Callable[[Joiner], Answer], **details: Any) -> list[Seen]:
    """Return all that is seen of a whole registration with three answers."""
    steps = [joiner.start, lambda: joiner.details(**details), *[lambda: answer(joiner)] * 3]
    return [seen(each) for each in steps]


def wrong(joiner: Joiner) -> Answer:
    return joiner.answer("0")


def test_case_6_every_registration_that_is_asked_a_question_looks_the_same(api: People) -> None:
    account_id = api.account.id
    like = numbers_like(account_id, NUMBER)
    client_id = insured(api)
    for number in like[:5]:
        sold(api.staff, client_id, number=number)
    sold(api.staff, added(api.staff, COMPANY), number=like[5])
    tried(Joiner(account_id, number="warm 1", address="192.0.2.77"), wrong)

    kinds = {
        "unknown": tried(Joiner(account_id, number=like[6]), wrong),
        "unknown with the contacts of a client": tried(Joiner(account_id, number=like[7]), wrong, surname="Иванова"),
        "another name": tried(Joiner(account_id, number=NUMBER), wrong, surname="Иванова"),
        "another phone": tried(Joiner(account_id, number=like[0]), wrong, phone=NEW_PHONE),
        "another e-mail": tried(Joiner(account_id, number=like[1]), wrong, email=NEW_EMAIL),
        "another phone and e-mail": tried(Joiner(account_id, number=like[2]), wrong, phone=NEW_PHONE, email=NEW_EMAIL),
        "the same, answered rightly": tried(
            Joiner(account_id, number=like[3]), Joiner.right_answer, phone=NEW_PHONE, email=NEW_EMAIL
        ),
        "all of it another's": tried(
            Joiner(account_id, number=like[4]), wrong, surname="Иванова", phone=NEW_PHONE, email=NEW_EMAIL
        ),
        "a company's": tried(Joiner(account_id, number=like[5]), wrong),
    }

    assert [each.status for each in kinds["unknown"]] == [201, 200, 200, 200, 200]
    assert all("question" in each.text for each in kinds["unknown"][1:4])
    for step in range(5):
        assert {name: found[step] for name, found in kinds.items() if found[step] != kinds["unknown"][step]} == {}


def test_case_6_the_same_number_gets_the_same_question_each_time(api: People) -> None:
    asked = []
    for _ in range(2):
        joiner = Joiner(api.account.id, number="ХХХ 000000001")
        joiner.start().expect(201)
        asked.append(joiner.details().expect(200)["question"])

    assert asked[0] == asked[1]


def test_a_number_that_rests_looks_the_same_whether_it_exists_or_not(api: People) -> None:
    insured(api)
    other = numbers_like(api.account.id, NUMBER)[0]
    ends = []
    for number in (NUMBER, other):
        tried(Joiner(api.account.id, number=number), wrong, email=NEW_EMAIL)
        again = Joiner(api.account.id, number=number)
        again.start().expect(201)
        ends.append(seen(again.details))

    assert ends[0] == ends[1]
    assert '"next":"staff"' in ends[0].text
