"""The tab of a client's cabinet, and the page that invites to the client area."""

import dataclasses

import pytest

from chalicelib.base.languages import LANGUAGES
from chalicelib.features.cabinet import forgetting
from tests.cabinet.joiners import EMAIL, NEW_EMAIL, NEW_PHONE, PHONE, Joiner, insured, letters
from tests.clients.bodies import COMPANY, added
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.area import holder, open_area, registered
from tests.support.mailboxes import verify_sender


@pytest.fixture(autouse=True)
def _area(api: People) -> None:
    open_area(api.account.id)
    verify_sender()


@pytest.fixture
def desk(api: People) -> Desk:
    return at_desk(api.staff).speaking("en")


def test_k6_a_client_is_invited_in_one_press_once_the_document_was_seen(api: People, desk: Desk) -> None:
    client_id = insured(api)
    card = desk.get(f"/console/clients/{client_id}")
    assert f"/console/invitations/{client_id}" in card.text

    refused = desk.post(f"/console/invitations/{client_id}", {})
    sent = desk.post(f"/console/invitations/{client_id}", {"document_seen": "yes"})

    assert refused.status == 422
    assert "Confirm that you have seen" in seen(refused)
    assert sent.status == 303
    assert len(letters()) == 1
    tab = desk.get(f"/console/clients/{client_id}?tab=cabinet")
    assert "v***@mail.example" in seen(tab)
    assert "the link ends" in seen(tab)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_registration_that_waits_for_staff_is_shown_with_the_contacts_that_were_given(
    api: People, language: str
) -> None:
    client_id = insured(api)
    joiner = Joiner(api.account.id).asked(phone=NEW_PHONE, email=NEW_EMAIL)
    joiner.right_answer().expect(200)
    letters()

    tab = seen(at_desk(api.staff).speaking(language).get(f"/console/clients/{client_id}?tab=cabinet"))

    assert NEW_EMAIL in tab
    assert "+7 916 123-45-99" in tab
    assert NEW_EMAIL not in seen(at_desk(api.viewer).get(f"/console/clients/{client_id}?tab=cabinet"))


def test_contacts_of_the_area_that_the_card_has_not_are_shown_to_staff_alone(api: People, desk: Desk) -> None:
    client_id = insured(dataclasses.replace(api, staff=api.agent))
    path = f"/console/clients/{client_id}?tab=cabinet"
    registered(api.account.id, holder(client_id), email=EMAIL.upper(), phone=PHONE)
    same = seen(desk.get(path))
    forgetting.forget(api.account.id, client_id)
    registered(api.account.id, holder(client_id), email=NEW_EMAIL, phone=PHONE)

    other = seen(desk.get(path))

    words = "In the client area, and not in these data"
    assert words not in same
    assert f"{words}: {NEW_EMAIL}." in other
    for by in (api.agent, api.viewer):
        assert NEW_EMAIL not in seen(at_desk(by).speaking("en").get(path))


def test_a_company_is_not_invited_and_an_area_that_is_off_is_said(api: People, desk: Desk) -> None:
    company, client_id = added(api.staff, COMPANY), insured(api)
    open_area(api.account.id, on=False)

    assert f"/console/invitations/{company}" not in desk.get(f"/console/clients/{company}").text
    assert "The client area is off" in seen(desk.get(f"/console/invitations/{client_id}"))
    assert desk.post(f"/console/invitations/{client_id}", {"document_seen": "yes"}).status == 409
