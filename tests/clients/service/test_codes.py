"""Codes to clients' phones: a storm of guesses, and an SMS that leaves late, twice or not at all."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws import messaging
from chalicelib.aws.messaging import PermanentFailure, TemporaryFailure, UnknownOutcome
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, Gone
from chalicelib.features.clients import service, table
from chalicelib.features.clients.codes import Challenge, code_of
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.refusals import WrongCode
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service import code_messages
from chalicelib.features.clients.table import codes
from chalicelib.outbox.model import OutboxStatus
from tests.clients.bodies import PERSON, named
from tests.clients.texts import PHONE, last_code, texts, wrong
from tests.support import outbox
from tests.support.world import World


def add(world: World, **body: Any) -> Client:
    return service.add_client(world.admin, TypedClient.model_validate(body or PERSON)).known.client


def sent(world: World, client: Client) -> Challenge:
    """Send a code, which waits in the outbox."""
    return service.send_code(world.admin, client.id).challenge


def challenge_of(client: Client) -> Challenge:
    found = codes.get_challenge(client.account_id, client.id)
    assert found is not None
    return found


def outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except DomainError as error:
        return type(error).__name__
    return "done"


def test_of_fifty_guesses_at_once_five_are_compared(world: World) -> None:
    client = add(world)
    guess = wrong(code_of(sent(world, client)))

    with ThreadPoolExecutor(16) as pool:
        found = pool.map(lambda _: outcome(lambda: service.check_code(world.admin, client.id, guess)), range(50))

        assert Counter(found) == {WrongCode.__name__: 5, Gone.__name__: 45}
    assert challenge_of(client).tries == 5


def test_the_right_code_many_times_at_once_confirms_once(world: World) -> None:
    client = add(world)
    code = code_of(sent(world, client))

    with ThreadPoolExecutor(8) as pool:
        found = Counter(pool.map(lambda _: outcome(lambda: service.check_code(world.admin, client.id, code)), range(8)))

    assert found["done"] >= 1
    assert set(found) <= {"done", Gone.__name__}
    after = table.get_client(client.account_id, client.id)
    assert after is not None
    assert (after.version, after.phone_confirmed_at is None) == (2, False)


def test_a3_of_clients_confirmed_at_once_by_one_phone_two_are(world: World) -> None:
    clients = [add(world, **named(f"Иванов {name}", phone=PHONE)) for name in ("Иван", "Пётр", "Олег", "Яков")]
    challenges = [sent(world, each) for each in clients]

    with ThreadPoolExecutor(4) as pool:
        pairs = zip(clients, challenges, strict=True)
        found = pool.map(
            lambda pair: outcome(lambda: service.check_code(world.admin, pair[0].id, code_of(pair[1]))), pairs
        )

        assert Counter(found) == {"done": 2, Conflict.__name__: 2}


def test_a_code_is_another_for_each_challenge_client_and_phone(world: World) -> None:
    challenge = sent(world, add(world))
    others = [{"id": "code_x"}, {"client_id": "cli_x"}, {"phone": "x"}, {"account_id": "x"}]

    found = {code_of(challenge), *(code_of(challenge.model_copy(update=each)) for each in others)}

    assert len(found) >= 4  # two alike in ten million runs
    assert all(len(code) == 6 and code.isdecimal() for code in found)


def test_codes_are_spread_evenly(world: World) -> None:
    moment = now()
    challenge = Challenge(id="", account_id=world.account.id, client_id="c", phone="p", sent_at=moment, ends_at=moment)

    firsts = Counter(code_of(challenge.model_copy(update={"id": str(each)}))[0] for each in range(2000))

    assert set(firsts) == set("0123456789")
    assert max(firsts.values()) < 300


def test_a_code_that_has_ended_meanwhile_is_not_sent(world: World) -> None:
    client = add(world)
    sent(world, client)

    with time_machine.travel(now() + timedelta(minutes=5, seconds=1), tick=False):
        assert texts() == []

    assert [each.status for each in outbox.messages()] == [OutboxStatus.DEAD]


def test_a_code_to_a_former_phone_is_not_sent(world: World) -> None:
    client = add(world)
    sent(world, client)
    service.change_client(world.admin, client.id, changes={"phone": "+7 916 123-45-67"}, version=1)

    assert texts() == []


def test_an_sms_whose_outcome_nobody_knows_is_sent_twice_at_most(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client, tried = add(world), []
    sent(world, client)

    def fails(**said: Any) -> str:
        tried.append(said["phone"])
        raise UnknownOutcome("unknown", "ReadTimeout")

    monkeypatch.setattr(messaging, "publish_sms", fails)
    for minute in range(6):
        with time_machine.travel(now() + timedelta(seconds=45 * minute), tick=False):
            texts()

    assert tried == [PHONE, PHONE]
    assert challenge_of(client).failure == "unknown"


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (PermanentFailure("opted_out", "OptedOut"), "opted_out"),
        (TemporaryFailure("throttled", "Throttled"), "throttled"),
    ],
)
def test_the_reason_of_a_failure_is_kept_with_the_code(
    world: World, monkeypatch: pytest.MonkeyPatch, failure: Exception, reason: str
) -> None:
    client = add(world)
    sent(world, client)

    def fails(**_: Any) -> str:
        raise failure

    monkeypatch.setattr(messaging, "publish_sms", fails)
    texts()

    assert challenge_of(client).failure == reason


def test_over_the_hours_budget_a_code_is_held(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    client = add(world)
    sent(world, client)
    monkeypatch.setattr(code_messages, "spend_segments", lambda *_: False)

    assert texts() == []
    assert challenge_of(client).failure == "held"


def test_a_sent_code_is_not_sent_again(world: World) -> None:
    client = add(world)
    sent(world, client)
    code = last_code()
    (item,) = outbox.messages()

    code_messages.send(item)

    assert len(texts()) == 1
    assert challenge_of(client).provider_id
    assert service.check_code(world.admin, client.id, code).client.phone_confirmed_at
