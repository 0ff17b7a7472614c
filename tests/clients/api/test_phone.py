"""Confirming a client's phone by the API."""

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.clients.service import confirming
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import suppress
from tests.clients.bindings import bind
from tests.clients.bodies import PERSON, added, named, other_agent, person
from tests.clients.texts import PHONE, confirm, last_code, report, texts, wrong
from tests.support import outbox
from tests.support.api.client import Answer, Api
from tests.support.api.people import People
from tests.support.lambda_events import raw_items


@pytest.fixture
def clock(api: People) -> Iterator[time_machine.Traveller]:
    """A clock that stands still."""
    with time_machine.travel(now(), tick=False) as traveller:
        yield traveller


def send(caller: Api, client: str, **body: str) -> Answer:
    return caller.post(f"/v1/clients/{client}/phone", body)


def check(caller: Api, client: str, code: str) -> Answer:
    return caller.post(f"/v1/clients/{client}/phone/check", {"code": code})


def test_r15_a_phone_is_confirmed_by_the_code_of_an_sms(api: People, clock: time_machine.Traveller) -> None:
    client = added(api.agent, PERSON)

    sent = send(api.agent, client).expect(202)

    assert (sent["to"], sent["resend_after"]) == (PHONE, 60)
    assert [number for number, _ in texts()] == [PHONE]
    confirmed = check(api.agent, client, last_code()).expect(200)
    assert confirmed["phone"]["confirmed_at"] is not None
    assert confirmed["version"] == 2
    history = api.agent.get(f"/v1/clients/{client}/history").expect(200)["items"]
    assert [each["type"] for each in history] == ["phone_confirmed", "created"]
    assert [each["data"]["client_id"] for each in outbox.events("client.updated")] == [client]


def test_a_code_works_once(api: People) -> None:
    client = added(api.agent, PERSON)
    confirm(api.agent, client)

    assert check(api.agent, client, last_code()).status == 410


def test_case_28_wrong_five_times_then_right(api: People) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    code = last_code()

    answers = [check(api.agent, client, wrong(code)) for _ in range(5)]

    assert [(each.status, each.json["tries_left"]) for each in answers] == [(422, left) for left in (4, 3, 2, 1, 0)]
    assert answers[0].pointers == ["/code"]
    assert check(api.agent, client, code).status == 410


def test_case_29_right_a_second_after_the_end(api: People, clock: time_machine.Traveller) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    code = last_code()
    clock.shift(timedelta(minutes=5, seconds=1))

    assert check(api.agent, client, code).status == 410


def test_a_code_is_good_to_its_last_second(api: People, clock: time_machine.Traveller) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    code = last_code()
    clock.shift(timedelta(minutes=4, seconds=59))

    check(api.agent, client, code).expect(200)


def test_case_30_another_code_after_59_seconds(api: People, clock: time_machine.Traveller) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    first = last_code()
    clock.shift(timedelta(seconds=59))

    early = send(api.agent, client)

    assert (early.status, early.headers["retry-after"]) == (429, "1")
    clock.shift(timedelta(seconds=1))
    send(api.agent, client).expect(202)
    assert len(texts()) == 2
    if first != last_code():  # once in a million
        assert check(api.agent, client, first).status == 422
    check(api.agent, client, last_code()).expect(200)


def test_a11_a_code_counts_against_the_accounts_quota_of_a_phone(api: People) -> None:
    api.admin.patch("/v1/account", {"quotas": {"per_phone_per_day": 1}}).expect(200)
    first, second = (added(api.agent, named(f"Иванов {name}", phone=PERSON["phone"])) for name in ("Иван", "Пётр"))
    send(api.agent, first).expect(202)

    assert send(api.agent, second).status == 429
    assert len(texts()) == 1


def test_a_phone_given_too_soon_after_a_code_changes_nothing(api: People) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)

    assert send(api.agent, client, phone="8 916 123-45-67").status == 429
    shown = api.agent.get(f"/v1/clients/{client}").expect(200)
    assert (shown["phone"]["number"], shown["version"]) == (PHONE, 1)


def test_a_given_phone_replaces_the_clients_as_a_change_does(api: People) -> None:
    client = added(api.agent, PERSON)

    sent = send(api.agent, client, phone="8 916 123-45-67").expect(202)

    assert sent["to"] == "+79161234567"
    assert check(api.agent, client, last_code()).expect(200)["version"] == 3
    history = api.agent.get(f"/v1/clients/{client}/history").expect(200)["items"]
    assert [each["type"] for each in history] == ["phone_confirmed", "updated", "created"]
    assert history[1]["fields"] == {"phone": [PHONE, "+79161234567"]}


def test_a_code_for_a_former_phone_confirms_nothing(api: People) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    code = last_code()
    api.agent.patch(f"/v1/clients/{client}", {"version": 1, "phone": "+7 916 123-45-67"}).expect(200)

    assert check(api.agent, client, code).status == 410


def test_a_confirmed_phone_that_is_changed_is_unconfirmed(api: People) -> None:
    client = added(api.agent, PERSON)
    confirm(api.agent, client)

    changed = api.agent.patch(f"/v1/clients/{client}", {"version": 2, "phone": "+7 916 123-45-67"}).expect(200)

    assert changed["phone"]["confirmed_at"] is None


@pytest.mark.parametrize("phone", ["+7 495 123-45-67", "+1 202 555 0143"])
def test_a11_only_phones_that_take_sms_of_the_account(api: People, phone: str) -> None:
    client = added(api.agent, PERSON)

    assert send(api.agent, client, phone=phone).pointers == ["/phone"]
    assert texts() == []


def test_a_client_without_a_phone_needs_one(api: People) -> None:
    client = added(api.agent, person(phone=None))

    assert send(api.agent, client).pointers == ["/phone"]
    assert check(api.agent, client, "123456").status == 410


def test_a_code_has_six_digits(api: People) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)

    for code in ("12345", "1234567", "12345x", "１２３４５６"):
        assert check(api.agent, client, code).pointers == ["/code"]
    check(api.agent, client, last_code()).expect(200)


def test_r1_an_id_outside_the_base_is_unknown(api: People) -> None:
    theirs = added(other_agent(api), PERSON)

    assert send(api.agent, theirs).status == 404
    assert check(api.agent, theirs, "123456").status == 404
    assert texts() == []


def test_a_client_of_another_agent_can_not_be_confirmed(api: People) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    bind(api, "sub-agent-2", client)

    for answer in (check(api.agent, client, last_code()), send(api.agent, client)):
        assert (answer.status, answer.json["reason"]) == (409, "client-bound")


def test_a3_a_confirmed_phone_serves_two_clients_at_most(api: People) -> None:
    one, two, three = (
        added(caller, named(name, phone=PERSON["phone"]))
        for caller, name in ((api.agent, "Иванов Иван"), (api.key, "Иванова Анна"), (api.agent, "Иванов Пётр"))
    )
    confirm(api.agent, one)
    confirm(api.key, two)

    refused = send(api.agent, three)

    assert (refused.status, refused.json["reason"]) == (409, "phone-shared")
    assert len(texts()) == 2


def test_a_phone_given_up_serves_another_client(api: People) -> None:
    clients = [added(api.agent, named(f"Иванов {name}", phone=PERSON["phone"])) for name in ("Иван", "Пётр", "Олег")]
    for client in clients[:2]:
        confirm(api.agent, client)
    api.agent.patch(f"/v1/clients/{clients[0]}", {"version": 2, "phone": None}).expect(200)

    confirm(api.agent, clients[2])


def test_a11_a_client_gets_so_many_codes_an_hour(
    api: People, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(confirming, "PER_CLIENT", 2)
    client = added(api.agent, PERSON)
    for _ in range(2):
        send(api.agent, client).expect(202)
        clock.shift(timedelta(seconds=61))

    assert send(api.agent, client).status == 429


def test_a11_a_base_sends_so_many_codes_an_hour(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "PER_AGENT", 1)
    send(api.agent, added(api.agent, PERSON)).expect(202)

    assert send(api.agent, added(api.agent, named("Иванов Иван", phone="+7 916 123-45-67"))).status == 429
    send(api.key, added(api.key, PERSON)).expect(202)


def test_codes_typed_for_many_clients_are_bounded(api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confirming, "CHECKED_PER_AGENT", 1)
    client = added(api.agent, PERSON)

    assert [check(api.agent, client, "123456").status for _ in range(2)] == [410, 429]


def test_a_phone_that_refused_sms_gets_none(api: People) -> None:
    client, tx = added(api.agent, PERSON), Transaction()
    suppress(tx, account_id=api.account.id, channel="sms", address=PHONE, reason=FailureReason.OPTED_OUT)
    tx.commit()

    assert send(api.agent, client).pointers == ["/phone"]


def test_the_code_is_stored_nowhere(api: People) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    code = last_code()

    rows = json.dumps([raw_items(table) for table in ("clients", "outbox", "accounts", "idempotency")])

    assert code not in [part for part in rows.replace('"', " ").replace("#", " ").split() if len(part) == len(code)]


def test_viewers_send_no_codes(api: People) -> None:
    client = added(api.key, PERSON)

    assert send(api.viewer, client).status == 403
    assert send(api.stranger, client).status == 404


def test_the_state_of_a_code_is_shown_until_it_confirms(api: People, clock: time_machine.Traveller) -> None:
    client = added(api.agent, PERSON)
    at = f"/v1/clients/{client}/phone"
    assert api.agent.get(at).expect(200) == {
        "phone": {"number": PHONE, "confirmed_at": None, "stale": False},
        "code": None,
    }

    send(api.agent, client).expect(202)
    assert api.agent.get(at).expect(200)["code"]["status"] == "queued"
    code = last_code()
    sent = api.agent.get(at).expect(200)["code"]
    assert (sent["status"], sent["tries_left"], sent["resend_after"], sent["reason"]) == ("sent", 5, 60, None)
    report()
    delivered = api.agent.get(at).expect(200)["code"]
    assert (delivered["status"], delivered["delivered_at"] is not None) == ("delivered", True)

    check(api.agent, client, code).expect(200)
    confirmed = api.agent.get(at).expect(200)
    assert (confirmed["phone"]["confirmed_at"] is not None, confirmed["code"]) == (True, None)


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("Phone is currently unreachable/unavailable", FailureReason.PHONE_UNREACHABLE),
        ("Invalid phone number", FailureReason.UNKNOWN_NUMBER),
        ("Phone carrier has blocked this message", FailureReason.CARRIER_BLOCKED),
    ],
)
def test_a_code_that_did_not_arrive_says_why(api: People, said: str, reason: FailureReason) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    code = last_code()

    report(said)

    shown = api.agent.get(f"/v1/clients/{client}/phone").expect(200)["code"]
    assert (shown["status"], shown["reason_code"], shown["reason"]) == ("failed", reason, reason.words)
    check(api.agent, client, code).expect(200)  # carriers err


def test_a_delivery_outweighs_a_failure_that_may_pass(api: People) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)

    report("Phone is currently unreachable/unavailable")
    report()
    report("Phone is currently unreachable/unavailable")

    assert api.agent.get(f"/v1/clients/{client}/phone").expect(200)["code"]["status"] == "delivered"


def test_a_report_of_a_former_code_changes_nothing(api: People, clock: time_machine.Traveller) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)
    texts()
    clock.shift(timedelta(seconds=60))
    send(api.agent, client).expect(202)

    report("Invalid phone number", dispatch=False)

    shown = api.agent.get(f"/v1/clients/{client}/phone").expect(200)["code"]
    assert (shown["status"], shown["reason"]) == ("queued", None)


def test_a_phone_that_refuses_sms_by_a_report_gets_no_more(api: People, clock: time_machine.Traveller) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)

    report("Phone number is opted out")

    clock.shift(timedelta(seconds=60))
    assert send(api.agent, client).pointers == ["/phone"]


def test_viewers_see_the_state_with_the_phone_masked(api: People) -> None:
    client = added(api.agent, PERSON)
    send(api.agent, client).expect(202)

    shown = api.viewer.get(f"/v1/clients/{client}/phone").expect(200)

    assert (shown["code"]["status"], PHONE in str(shown)) == ("queued", False)
    other_agent(api).get(f"/v1/clients/{client}/phone").expect(404)
