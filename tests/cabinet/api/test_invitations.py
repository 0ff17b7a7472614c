"""Invitations to the client area: prepared by staff who saw the document, and by the system with a new policy."""

import re
from datetime import timedelta

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.identity.area.model import Registration
from chalicelib.identity.table import area as people
from tests.cabinet.joiners import EMAIL, PHONE, Joiner, insured, letters, sms_code
from tests.clients.bodies import COMPANY, added, person
from tests.clients.personal_data import write_text
from tests.clients.texts import confirm, texts
from tests.policies.sales import sold
from tests.support.api.people import People
from tests.support.area import SLUG, open_area
from tests.support.mailboxes import verify_sender


@pytest.fixture(autouse=True)
def _area(api: People) -> None:
    open_area(api.account.id, automatic_invitations=True)
    verify_sender()


def token_in(said: str) -> str:
    """Return the token of an invitation's link in a text."""
    found = re.search(rf"/area/{SLUG}/i/([\w-]{{22}})", said)
    assert found, said
    return found[1]


def registration_of(api: People, client_id: str) -> str:
    """Return the way in which the only person of a client was registered."""
    (person_id,) = people.list_people_of_client(api.account.id, client_id)
    found = people.get_person(api.account.id, person_id)
    assert found is not None
    return found.registration


def test_case_10_a_prepared_registration_takes_a_code_and_a_password_and_its_link_opens_once(api: People) -> None:
    client_id = insured(api)

    invited = api.staff.post(f"/v1/clients/{client_id}/invitation", {"document_seen": True}).expect(202)

    assert (invited["kind"], invited["to"]) == ("prepared", "v***@mail.example")
    ((to, said),) = letters()
    assert to == EMAIL
    joiner = Joiner(api.account.id)
    assert joiner.post(f"invitations/{token_in(said)}", {}).expect(201)["next"] == "codes"
    assert joiner.confirm(sms=sms_code()).expect(200)["next"] == "password"
    joiner.choose().expect(201)
    assert registration_of(api, client_id) == Registration.PREPARED
    assert Joiner(api.account.id).post(f"invitations/{token_in(said)}", {}).status == 404
    shown = api.staff.get(f"/v1/clients/{client_id}/invitation").expect(200)
    assert shown["has_cabinet"] is True
    assert shown["invitations"][0]["used_at"]


def test_case_10_the_link_of_a_prepared_registration_ends_after_seven_days(api: People) -> None:
    client_id = insured(api)
    with time_machine.travel(now(), tick=False) as clock:
        api.key.post(f"/v1/clients/{client_id}/invitation", {"document_seen": True}).expect(202)
        ((_, said),) = letters()
        clock.shift(timedelta(days=7))
        assert Joiner(api.account.id).post(f"invitations/{token_in(said)}", {}).status == 404


def test_the_link_of_a_client_whose_phone_changed_does_not_open(api: People) -> None:
    client_id = insured(api)
    api.staff.post(f"/v1/clients/{client_id}/invitation", {"document_seen": True}).expect(202)
    ((_, said),) = letters()
    version = api.staff.get(f"/v1/clients/{client_id}").expect(200)["version"]
    api.staff.patch(f"/v1/clients/{client_id}", {"version": version, "phone": "+79161234500"}).expect(200)

    assert Joiner(api.account.id).post(f"invitations/{token_in(said)}", {}).status == 404


def test_a_link_that_is_none_does_not_open(api: People) -> None:
    for token in ("x", "A" * 22):
        assert Joiner(api.account.id).post(f"invitations/{token}", {}).status == 404


def test_only_a_person_with_a_phone_and_without_a_cabinet_is_invited(api: People) -> None:
    company, without = added(api.staff, COMPANY), added(api.staff, person(phone=None, document=None))

    assert api.staff.post(f"/v1/clients/{company}/invitation", {"document_seen": True}).status == 409
    assert api.staff.post(f"/v1/clients/{without}/invitation", {"document_seen": True}).status == 409
    unseen = api.staff.post(f"/v1/clients/{without}/invitation", {"document_seen": False})
    assert (unseen.status, unseen.pointers) == (422, ["/document_seen"])


def test_nobody_is_invited_to_an_area_that_is_off(api: People) -> None:
    client_id = insured(api)
    open_area(api.account.id, on=False)

    assert api.staff.post(f"/v1/clients/{client_id}/invitation", {"document_seen": True}).status == 409


def ready(api: People) -> str:
    """Add a client of whom all is known: phone confirmed just now, e-mail, consent."""
    write_text(api.account.id)
    client_id = added(api.staff, person(email=EMAIL, phone=PHONE))
    confirm(api.staff, client_id)
    consent = {"purpose": "personal_data", "channel": "paper"}
    api.staff.post(f"/v1/clients/{client_id}/consents", consent).expect(201)
    return client_id


def links() -> list[str]:
    """Dispatch the outbox until nothing is left, and return the tokens of all links in texts."""
    for _ in range(3):
        sent = [said for _, said in texts() if "/i/" in said]
    return [token_in(each) for each in sent]


def test_case_11_a_policy_sends_one_link_and_only_a_password_is_asked(api: People) -> None:
    client_id = ready(api)

    sold(api.staff, client_id)
    sold(api.staff, client_id, vehicle={"plate": "А124ВС 777"})

    (token,) = links()
    joiner = Joiner(api.account.id)
    assert joiner.post(f"invitations/{token}", {}).expect(201)["next"] == "password"
    joiner.choose().expect(201)
    assert registration_of(api, client_id) == Registration.AUTOMATIC
    sold(api.staff, client_id, vehicle={"plate": "А125ВС 777"})
    assert links() == [token]


def test_case_11_nobody_is_invited_by_the_system_while_something_is_missing(api: People) -> None:
    unconfirmed = added(api.staff, person(surname="Петрова", email=EMAIL, document=None))
    sold(api.staff, unconfirmed)
    assert links() == []

    off = ready(api)
    open_area(api.account.id, automatic_invitations=False)
    sold(api.staff, off)
    assert links() == []


def test_case_11_a_phone_that_was_confirmed_more_than_30_days_ago_is_not_enough(api: People) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        client_id = ready(api)
        clock.shift(timedelta(days=30, seconds=1))
        sold(api.key, client_id)
        assert links() == []
