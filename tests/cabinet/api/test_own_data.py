"""Own data in the client area: consents, one file of everything, the wish to be erased."""

import json
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.features.clients.personal import Purpose
from chalicelib.identity.table.area_rows import AreaRow
from tests.cabinet.visitors import HOME, Visitor, at_area, mail_code, nobody, sign_in, sms_code
from tests.clients.bodies import added, person
from tests.clients.personal_data import TEXT, exported, write_text
from tests.conversations.requests import shown
from tests.policies.sales import sold
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import PASSWORD, company_user, holder, open_area, registered
from tests.support.mailboxes import verify_sender

ADVERTISING = "Присылайте предложения."


@pytest.fixture(autouse=True)
def _texts(api: People) -> None:
    open_area(api.account.id)
    write_text(api.account.id)
    write_text(api.account.id, ADVERTISING, purpose=Purpose.ADVERTISING)


@pytest.fixture
def client_id(api: People) -> str:
    """Return a client of an agent's base."""
    return added(api.agent, person())


@pytest.fixture
def visitor(api: People, client_id: str) -> Visitor:
    return at_area(registered(api.account.id, holder(client_id)))


def consents(visitor: Visitor) -> dict[str, Any]:
    """Return the own consents by purpose."""
    return {each["purpose"]: each for each in visitor.call("GET", "/me/consents").expect(200)["items"]}


def change(visitor: Visitor, *, given: bool, **body: Any) -> Any:
    return visitor.call("PATCH", "/me/consents", {"purpose": "advertising", "given": given, **body})


def test_advertising_is_agreed_to_and_withdrawn_with_text_version_and_moment(
    api: People, visitor: Visitor, client_id: str
) -> None:
    before = consents(visitor)["advertising"]
    change(visitor, given=True, version=before["offered"]["version"]).expect(200)
    given = consents(visitor)["advertising"]
    change(visitor, given=False).expect(200)
    after = consents(visitor)["advertising"]

    assert (before["is_given"], before["given"], before["offered"]["text"]) == (False, None, ADVERTISING)
    assert (given["is_given"], given["given"]["text"], given["given"]["version"]) == (True, ADVERTISING, 1)
    assert given["given_at"] is not None
    assert (after["is_given"], after["given_at"]) == (False, None)
    (kept,) = api.admin.get(f"/v1/clients/{client_id}/consents").expect(200)["items"]
    assert (kept["purpose"], kept["channel"], kept["actor"]) == ("advertising", "web", kept["withdrawn_by"])
    assert kept["actor"].startswith("person:")


def test_nobody_agrees_to_a_text_that_was_not_read(api: People, visitor: Visitor) -> None:
    write_text(api.account.id, "Другой текст.", purpose=Purpose.ADVERTISING, number=2)

    assert change(visitor, given=True, version=1).expect(409)["reason"] == "text-changed"
    assert change(visitor, given=True).status == 409
    assert consents(visitor)["advertising"]["is_given"] is False


def test_a_consent_given_twice_is_one(api: People, visitor: Visitor, client_id: str) -> None:
    for _ in range(2):
        change(visitor, given=True, version=1).expect(200)

    assert len(api.admin.get(f"/v1/clients/{client_id}/consents").expect(200)["items"]) == 1


def test_the_consent_to_processing_is_shown_and_not_withdrawn_alone(
    api: People, visitor: Visitor, client_id: str
) -> None:
    api.admin.post(f"/v1/clients/{client_id}/consents", {"purpose": "personal_data", "channel": "paper"}).expect(201)

    found = consents(visitor)["personal_data"]
    refused = visitor.call("PATCH", "/me/consents", {"purpose": "personal_data", "given": False})

    assert (found["is_given"], found["is_changeable"], found["given"]["text"]) == (True, False, TEXT)
    assert (refused.status, refused.pointers) == (422, ["/purpose"])


def test_the_file_has_everything_and_takes_the_password(api: People, visitor: Visitor, client_id: str) -> None:
    sold(api.agent, client_id, number="АА 104338828")
    api.admin.post("/v1/tickets", {"topic": "complaint", "text": "Долго ждала.", "client_id": client_id}).expect(201)

    refused = visitor.call("POST", "/me/export", {"password": "not the right one"})
    (file,) = visitor.call("POST", "/me/export", {"password": PASSWORD}).expect(201)["items"]

    assert (refused.status, refused.pointers) == (422, ["/password"])
    held = exported(file["url"])
    assert {"client.json", "client.html", "policies.json", "requests.json", "area.json"} <= set(held)
    assert "104338828" in held["policies.json"]
    assert "Долго ждала." in held["requests.json"]
    (known,) = json.loads(held["area.json"])["people"]
    assert (known["email"], known["phone"], len(known["sessions"])) == ("vera@mail.example", "+79161234567", 1)
    assert "argon2" not in held["area.json"]
    (reading,) = json.loads(held["client.json"])["readings"]
    assert reading["actor"].startswith("person:")


def test_devices_are_in_the_file_of_staff_too(api: People, client_id: str) -> None:
    registered(api.account.id, holder(client_id))
    there = nobody()
    sign_in(there)
    sign_in(there, code=sms_code()).expect(201)

    url = api.admin.post(f"/v1/clients/{client_id}/export.zip", {"reason": "по запросу"}).expect(201)["url"]

    (known,) = json.loads(exported(url)["area.json"])["people"]
    assert len(known["devices"]) == 1
    assert "sha256" not in known["devices"][0]


def test_a_file_is_made_five_times_a_day(visitor: Visitor) -> None:
    made = [visitor.call("POST", "/me/export", {"password": PASSWORD}).status for _ in range(6)]

    assert made == [201] * 5 + [429]


def test_the_wish_to_be_erased_withdraws_consents_and_is_a_request_with_a_term(
    api: People, visitor: Visitor, client_id: str
) -> None:
    api.admin.post(f"/v1/clients/{client_id}/consents", {"purpose": "personal_data", "channel": "paper"}).expect(201)

    asked = visitor.call("POST", "/me/erasure", {"password": PASSWORD}).expect(202)
    again = visitor.call("POST", "/me/erasure", {"password": PASSWORD}).expect(202)

    assert again == asked
    ticket = shown(api.admin, asked["ticket_id"])
    assert (ticket["client_id"], ticket["number"]) == (client_id, asked["number"])
    assert "прошу их уничтожить" in ticket["messages"][0]["text"]
    (kept,) = api.admin.get(f"/v1/clients/{client_id}/consents").expect(200)["items"]
    assert kept["withdrawn_at"] is not None
    assert visitor.call("GET", f"/tickets/{asked['ticket_id']}").status == 200


def test_the_plan_of_an_erasure_names_what_a_law_keeps(api: People, visitor: Visitor, client_id: str) -> None:
    (bare,) = visitor.call("GET", "/me/erasure").expect(200)["items"]
    sold(api.agent, client_id)
    (insured,) = visitor.call("GET", "/me/erasure").expect(200)["items"]

    assert (bare["kept"], bare["kept_until"]) == ([], None)
    assert insured["kept"][:3] == ["name", "birth_date", "document"]
    assert insured["kept_until"] is not None
    assert insured["law"]


def test_an_erased_client_has_no_access_sessions_and_devices(api: People, client_id: str) -> None:
    registered(api.account.id, holder(client_id))
    there = nobody()
    sign_in(there)
    sign_in(there, code=sms_code()).expect(201)

    api.admin.post(f"/v1/clients/{client_id}/erasure", {"reason": "по просьбе"}).expect(200)

    assert there.call("GET", "/me").status == 401
    assert left_of(api.account.id) == []


def test_former_contacts_are_in_the_file_and_go_with_the_person(api: People, client_id: str) -> None:
    verify_sender()
    visitor = at_area(registered(api.account.id, holder(client_id)))
    visitor.call("POST", "/me/contacts", {"email": "new@mail.example"}).expect(202)
    visitor.call("POST", "/me/contacts/code", {"channel": "email", "code": mail_code()}).expect(200)

    (file,) = visitor.call("POST", "/me/export", {"password": PASSWORD}).expect(201)["items"]
    (former,) = json.loads(exported(file["url"])["area.json"])["people"][0]["former_contacts"]
    api.admin.post(f"/v1/clients/{client_id}/erasure", {"reason": "по просьбе"}).expect(200)

    assert (former["former"], former["present"]) == ("vera@mail.example", "new@mail.example")
    assert left_of(api.account.id) == []


def left_of(account_id: str) -> list[str]:
    """Return the keys of the rows of people that are left."""
    rows = AreaRow.scan(consistent_read=True)
    kinds = ("person", "ses#", "dev#", "und", "login", "session")
    return [f"{row.pk} {row.sk}" for row in rows if row.sk.startswith(kinds)]


def test_a_companys_user_gets_nothing_of_the_company(api: People) -> None:
    visitor = at_area(registered(api.account.id, company_user(added(api.admin, person()))))

    assert consents(visitor) == {}
    assert "/me/export" not in visitor.get(f"{HOME}/me").text
    assert "You act for a company here." in seen(visitor.get(f"{HOME}/me/erasure"))
    for method, path, body in (
        ("PATCH", "/me/consents", {"purpose": "advertising", "given": True, "version": 1}),
        ("POST", "/me/export", {"password": PASSWORD}),
        ("GET", "/me/erasure", None),
        ("POST", "/me/erasure", {"password": PASSWORD}),
    ):
        assert visitor.call(method, path, body).expect(409)["reason"] == "no-own-data"


def test_pages_give_a_consent_make_the_file_and_ask_for_erasure_without_script(api: People, visitor: Visitor) -> None:
    consenting = visitor.get(f"{HOME}/me/consents")
    assert ADVERTISING in seen(consenting)
    led = visitor.post(f"{HOME}/me/consents", {"purpose": "advertising", "version": "1", "given": "yes"})
    assert led.status == 303
    assert "You agreed on" in seen(visitor.get(f"{HOME}/me/consents"))
    empty, wrong = (visitor.post(f"{HOME}/me/export", {"password": each}) for each in ("", "not the right one"))
    assert ([empty.status, wrong.status], wrong.text.count('class="wrong"')) == ([422, 422], 1)
    made = visitor.post(f"{HOME}/me/export", {"password": PASSWORD})
    assert (made.status, "Download the file" in seen(made)) == (200, True)

    asked = visitor.post(f"{HOME}/me/erasure", {"password": PASSWORD})

    assert asked.status == 303
    assert "/messages/tic_" in asked.headers["location"]
    assert "the request is with our staff" in seen(visitor.get(asked.headers["location"]))


def test_wrong_passwords_are_counted_with_those_of_the_own_page(visitor: Visitor) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        tries = [visitor.call("POST", "/me/export", {"password": "not the right one"}).status for _ in range(6)]
        assert tries == [422] * 5 + [429]
        clock.shift(timedelta(minutes=16))
        assert visitor.call("POST", "/me/export", {"password": PASSWORD}).status == 201
