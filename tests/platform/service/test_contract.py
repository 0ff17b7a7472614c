"""Events on every way of a request match the contract with back-ends."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]
from pydantic import ValidationError

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.settings import settings
from chalicelib.docs.descriptions import events_document
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.service import NewCase
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service.merging import merge_clients
from chalicelib.features.photos import service
from chalicelib.features.webhooks.model import TEST
from chalicelib.outbox import service as notifications
from chalicelib.outbox.contract import any_event, event_model, kinds
from tests.clients.bodies import PERSON, person
from tests.support import mailboxes, outbox, sending
from tests.support.faults import refusal, refusing
from tests.support.sweeping import sweep_cases
from tests.support.world import World

#: Played by tests of their features, such as tests/payments/service/test_events.py and tests/policies/api.
TOLD_ELSEWHERE = (
    "area.",
    "claim.",
    "client.bound",
    "client.contested",
    "client.rebound",
    "commission.",
    "payment.",
    "policy.",
    "quote.",
    "reminder.",
    "ticket.",
)
PHONE, COMMENT = "+79161234567", "Снимите дверь"


def dispatch() -> None:
    for item in outbox.messages():
        notifications.dispatch(item.account_id, item.id)


def play_clients(world: World) -> None:
    """Play all changes of clients that publish an event."""
    client = clients.add_client(world.admin, TypedClient.model_validate(PERSON)).known.client
    clients.change_client(world.admin, client.id, changes={"comment": "!"}, version=1)
    other = clients.add_client(world.admin, TypedClient.model_validate(person(surname="Петрова", document=None)))
    merge_clients(world.admin, client.id, merged=[other.known.client.id], keep={}, version=2)
    clients.delete_clients(world.admin, [client.id])


def play_everything(world: World) -> None:
    """Play all changes that publish an event."""
    play_clients(world)
    mailboxes.verify_sender()
    case = cases.open_case(world.admin, NewCase(reference="CLM-1"))
    completed = sending.ask(world, case_id=case.id, phone=PHONE, channels=("sms",), comment=COMMENT)
    dispatch()
    service.mark_opened(completed.link.token, address=sending.ADDRESS, device="phone")
    sending.send_and_file(completed, b"no photo")
    sending.send_and_file(completed, sending.photo())
    service.submit(completed.link.token, address=sending.ADDRESS)
    cases.change_case(world.admin, case.id, changes={"vehicle": {"plate": "А123ВС77"}})
    fields = {"policy_number": "1", "loss_date": "2026-11-24"}
    cases.convert_case(world.admin, case.id, process="osago", fields=fields)
    (attachment,) = sending.attachments(world, completed)
    service.review_photo(world.admin, attachment.id, usable=False, reason="dark", text="Свет")
    service.withdraw_verdict(world.admin, attachment.id)
    service.delete_attachment(world.admin, attachment.id)
    service.revoke(world.admin, sending.ask(world).request.id)
    sending.ask(world, phone=PHONE, channels=("sms",))
    with refusing("Publish", iter([refusal("Publish", "InvalidParameter")])):
        dispatch()
    expiring = sending.ask(world, expires_in_days=1)
    sending.send_and_file(expiring, sending.photo(1))
    with sending.days_later(2):
        sweep_cases()


def versions(told: list[dict[str, Any]]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for event in told:
        found.setdefault(event["data"][kinds()[event["type"]].entity], []).append(event["data"]["version"])
    return found


def test_everything_that_is_told_is_what_the_contract_says(world: World) -> None:
    play_everything(world)
    told = outbox.events()

    wanted = {each for each in kinds() if not each.startswith(TOLD_ELSEWHERE)}
    assert {event["type"] for event in told if not event["type"].startswith(TOLD_ELSEWHERE)} == wanted - {TEST}
    validator = Draft202012Validator(events_document(), format_checker=FormatChecker(["date-time"]))
    for event in told:
        validator.validate(event)
        assert type(any_event().validate_python(event)) is event_model(event["type"])


def test_every_event_leads_to_its_page_in_the_console(world: World) -> None:
    play_everything(world)

    for event in outbox.events():
        data = event["data"]
        page = f"cases/{data['case_id']}" if "case_id" in data else f"clients/{data['client_id']}"
        link = f"{settings().public_base_url}/console/{page}"
        assert event["data"]["console_url"] == link


def test_versions_rise_by_entity(world: World) -> None:
    play_everything(world)

    for entity, seen in versions(outbox.events()).items():
        assert seen == sorted(set(seen)), entity


def test_the_callers_own_number_is_told_and_nothing_of_a_person(world: World) -> None:
    play_everything(world)
    told = outbox.events()

    assert {
        event["data"]["reference"]
        for event in told
        if event["type"] in {"photo_request.completed", "case.converted", "photo.rejected"}
    } == {"CLM-1"}
    for private in (PHONE, PHONE[1:], "Петров", PERSON["surname"], PERSON["email"], "дверь", "А123ВС77", "/r/"):
        assert private not in str(told)


@pytest.mark.parametrize(
    ("type", "data"),
    [
        ("photo_request.opened", {"request_id": "req_1", "case_id": "case_1", "status": "opened", "phone": PHONE}),
        ("photo_request.opened", {"request_id": "req_1", "case_id": "case_1"}),
        ("photo_request.opened", {"request_id": "req_1", "case_id": "case_1", "status": "ajar"}),
        ("photo.rejected", {"request_id": "req_1", "case_id": "case_1", "photo_id": "1", "reason": "ugly"}),
    ],
)
def test_what_the_contract_does_not_have_can_not_be_told(world: World, type: str, data: dict[str, Any]) -> None:  # noqa: A002
    with pytest.raises(ValidationError):
        notifications.publish(Transaction(), account_id=world.account.id, type=type, version=1, data=data)
