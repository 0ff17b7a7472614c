"""Every event of requests is told, as the contract with back-ends has it, and none has words of a client."""

import time_machine
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from chalicelib.docs.descriptions import events_document
from chalicelib.features.conversations.contract import EVENTS
from chalicelib.outbox.contract import any_event, event_model
from tests.conversations.requests import WORDS, registered, with_desks
from tests.support import outbox
from tests.support.api.people import People
from tests.support.sweeping import sweep_cases


def test_every_event_of_requests_is_told_as_the_contract_says(api: People) -> None:
    with_desks(api.admin, claims=[], sales=[])
    with time_machine.travel("2026-11-27T10:00:00+03:00", tick=False) as clock:
        ticket = registered(api.key, "claims")
        path = f"/v1/tickets/{ticket['id']}"
        api.key.post(f"{path}/route", {"desk": "sales", "reason": "О полисе"}).expect(200)
        clock.move_to("2026-12-19T00:00:01+03:00")
        sweep_cases()
        api.key.post(f"{path}/answer", {"text": "Разобрались"}).expect(200)
        api.key.post(f"{path}/close", {}).expect(200)

    told = [event for event in outbox.events() if event["type"].startswith("ticket.")]
    assert [event["type"] for event in told] == [
        "ticket.created", "ticket.routed", "ticket.overdue", "ticket.answered", "ticket.closed",
    ]  # fmt: skip
    assert {event["type"] for event in told} == {each for each in EVENTS if each.startswith("ticket.")}
    validator = Draft202012Validator(events_document(), format_checker=FormatChecker(["date-time"]))
    for event in told:
        validator.validate(event)
        assert type(any_event().validate_python(event)) is event_model(event["type"])
        assert not [private for private in (WORDS, "О полисе", "Разобрались") if private in str(event)]
    versions = [event["data"]["version"] for event in told]
    assert versions == sorted(set(versions))
