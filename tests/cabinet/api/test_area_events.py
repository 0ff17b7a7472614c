"""Events of the client area's people: registered, joined by a further record, contacts, access that ended."""

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from chalicelib.docs.descriptions import events_document
from tests.cabinet.api.test_invitations import links, ready, token_in
from tests.cabinet.joiners import EMAIL, NEW_PHONE, PASSWORD, PHONE, Joiner, email_code, insured, letters, sms_code
from tests.cabinet.visitors import Visitor, at_area, mail_code, nobody
from tests.clients.bodies import added, person
from tests.clients.texts import texts
from tests.policies.sales import sold
from tests.support import outbox
from tests.support.api.people import People
from tests.support.area import SLUG, holder, open_area, registered
from tests.support.mailboxes import verify_sender


@pytest.fixture(autouse=True)
def _area(api: People) -> None:
    open_area(api.account.id)
    verify_sender()


def told() -> list[tuple[str, dict[str, Any]]]:
    """Return types and data of the area's events, oldest first, each as the contract has it and without contacts."""
    found = [event for event in outbox.events() if event["type"].startswith("area.")]
    validator = Draft202012Validator(events_document(), format_checker=FormatChecker(["date-time"]))
    for each in found:
        validator.validate(each)
        assert not [private for private in (EMAIL, PHONE, NEW_PHONE, "Гевердава", "Вера") if private in str(each)]
    return [(each["type"].removeprefix("area."), each["data"]) for each in found]


def joined(joiner: Joiner, password: str = PASSWORD) -> str:
    """Register with right details; return the person's id."""
    joiner.asked()
    joiner.confirm(sms=sms_code(), email=email_code()).expect(200)
    return str(joiner.choose(password).expect(201)["id"])


def test_a_registration_is_told_with_its_client_and_its_way(api: People) -> None:
    client_id = insured(api)

    person_id = joined(Joiner(api.account.id))

    ((kind, data),) = told()
    assert (kind, data["person_id"], data["client_ids"]) == ("registered", person_id, [client_id])
    assert (data["registration"], data["version"]) == ("alone", 1)
    assert data["console_url"].endswith(f"/console/clients/{client_id}")


def test_a_registration_prepared_by_staff_is_told_as_such(api: People) -> None:
    client_id = insured(api)
    api.staff.post(f"/v1/clients/{client_id}/invitation", {"document_seen": True}).expect(202)
    joiner = Joiner(api.account.id)
    joiner.post(f"invitations/{token_in(letters()[-1][1])}", {}).expect(201)
    joiner.confirm(sms=sms_code()).expect(200)
    joiner.choose().expect(201)

    assert [(kind, data["registration"]) for kind, data in told()] == [("registered", "prepared")]


def test_a_registration_by_the_system_is_told_as_such(api: People) -> None:
    open_area(api.account.id, automatic_invitations=True)
    sold(api.staff, ready(api))
    joiner = Joiner(api.account.id)
    joiner.post(f"invitations/{links()[0]}", {}).expect(201)
    joiner.choose().expect(201)

    assert [(kind, data["registration"]) for kind, data in told()] == [("registered", "automatic")]


def test_a_further_record_is_told_as_joined(api: People) -> None:
    first = insured(api)
    person_id = joined(Joiner(api.account.id))
    second = added(api.agent, person(email=EMAIL, phone=PHONE))
    sold(api.agent, second, number="АА 104338829", vehicle={"plate": "В001ОР 99"})

    assert joined(Joiner(api.account.id, number="АА 104338829")) == person_id

    kind, data = told()[-1]
    assert (kind, data["client_id"], data["client_ids"]) == ("joined", second, [first, second])
    assert data["console_url"].endswith(f"/console/clients/{second}")


def change_phone(visitor: Visitor) -> None:
    visitor.call("POST", "/me/contacts", {"phone": NEW_PHONE}).expect(202)
    visitor.call("POST", "/me/contacts/code", {"channel": "sms", "code": sms_code(NEW_PHONE)}).expect(200)


def test_a_changed_contact_is_told_without_the_contact(api: People) -> None:
    client_id = insured(api)
    change_phone(at_area(registered(api.account.id, holder(client_id))))

    ((kind, data),) = told()

    assert (kind, data["channel"], data["change"]) == ("contact_changed", "sms", "changed")
    assert (data["client_ids"], data["version"]) == ([client_id], 2)


def test_a_phone_that_changed_hands_is_told_of_both(api: People) -> None:
    mine, theirs = insured(api), added(api.key, person(surname="Петрова", document=None))
    other = registered(api.account.id, holder(theirs), email="other@mail.example", phone=NEW_PHONE)
    change_phone(at_area(registered(api.account.id, holder(mine))))

    changes = {data["person_id"]: data["change"] for _, data in told()}

    assert changes.pop(other.id) == "released"
    assert list(changes.values()) == ["changed"]


def test_an_e_mail_is_told_as_changed(api: People) -> None:
    visitor = at_area(registered(api.account.id, holder(insured(api))))
    visitor.call("POST", "/me/contacts", {"email": "new@mail.example"}).expect(202)
    visitor.call("POST", "/me/contacts/code", {"channel": "email", "code": mail_code()}).expect(200)

    ((_, data),) = told()

    assert (data["channel"], data["change"]) == ("email", "changed")


def test_an_undone_change_is_told_as_the_latest(api: People) -> None:
    change_phone(at_area(registered(api.account.id, holder(insured(api)))))
    link = re.search(rf"/area/{SLUG}/undo/\S+", texts()[-1][1])
    assert link is not None

    nobody().post(link[0])

    assert [(data["change"], data["version"]) for _, data in told()] == [("changed", 2), ("undone", 3)]


def test_an_erasure_closes_the_access_and_leaves_that_of_other_clients(api: People) -> None:
    first = added(api.key, person())
    second = added(api.key, person(surname="Петрова", document=None))
    made = registered(api.account.id, holder(first), holder(second))

    for each in (first, second):
        api.admin.post(f"/v1/clients/{each}/erasure", {"reason": "asked"}).expect(200)

    assert [(kind, data["client_id"], data["client_ids"]) for kind, data in told()] == [
        ("closed", first, [second]),
        ("closed", second, []),
    ]
    assert [data["version"] for _, data in told()] == [made.version + 1, made.version + 2]
