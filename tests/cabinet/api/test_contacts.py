"""Changes of e-mail and phone, the own password and language."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.identity.area.model import AreaPerson
from tests.cabinet.visitors import HOME, Visitor, at_area, mail_code, mailed, nobody, sign_in, sms_code
from tests.clients.texts import texts, wrong
from tests.support import mailboxes
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import EMAIL, PASSWORD, PHONE, SLUG, open_area, registered

BEGAN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
NEW_PHONE, NEW_EMAIL, NEW = "+79031112233", "new@mail.example", "a quite different one"
THIRD_PHONE = "+79051112244"


@pytest.fixture
def person(api: People) -> AreaPerson:
    """Return a person of the account's area."""
    mailboxes.verify_sender()
    open_area(api.account.id)
    return registered(api.account.id)


def change_phone(visitor: Visitor, phone: str = NEW_PHONE) -> None:
    visitor.call("POST", "/me/contacts", {"phone": phone}).expect(202)
    visitor.call("POST", "/me/contacts/code", {"channel": "sms", "code": sms_code()}).expect(200)


def undo_link(to: str = PHONE) -> str:
    number, text = texts()[-1]
    assert number == to
    found = re.search(rf"/area/{SLUG}/undo/\S+", text)
    assert found, text
    return found[0]


def test_a_new_phone_is_confirmed_by_a_code_and_signs_in(person: AreaPerson) -> None:
    visitor = at_area(person)
    sent = visitor.call("POST", "/me/contacts", {"phone": "8 903 111-22-33"}).expect(202)
    code = sms_code()
    assert (sent["to"], texts()[-1][0]) == ("+7 903 ***-**-33", NEW_PHONE)
    visitor.call("POST", "/me/contacts/code", {"channel": "sms", "code": wrong(code)}).expect(422)

    changed = visitor.call("POST", "/me/contacts/code", {"channel": "sms", "code": code}).expect(200)

    assert changed["phone"] == "+7 903 ***-**-33"
    assert sign_in(nobody(), login=NEW_PHONE).status == 403
    assert sign_in(nobody(), login=PHONE).status == 401


def test_a_new_e_mail_is_confirmed_by_a_code_and_the_former_one_is_told(person: AreaPerson) -> None:
    visitor = at_area(person)
    visitor.call("POST", "/me/contacts", {"email": NEW_EMAIL}).expect(202)
    visitor.call("POST", "/me/contacts/code", {"channel": "email", "code": mail_code()}).expect(200)

    assert [to for to, _ in mailed()] == [NEW_EMAIL, EMAIL]
    assert f"/area/{SLUG}/undo/" in mailed()[-1][1]


def test_case_18_the_former_phone_is_told_and_undoes_the_change_for_72_hours(person: AreaPerson) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        visitor = at_area(person)
        change_phone(visitor)
        link = undo_link()
        clock.shift(timedelta(hours=71))
        page = nobody().get(link)
        assert (page.status, "+7 916 ***-**-67" in seen(page)) == (200, True)
        assert sign_in(nobody(), login=PHONE).status == 401  # a look alone restores nothing
        undone = nobody().post(link)
        assert (undone.status, undone.headers["location"]) == (303, f"{HOME}/sign-in")

        assert sign_in(nobody(), login=PHONE).status == 403
        assert sign_in(nobody(), login=NEW_PHONE).status == 401
        assert visitor.call("GET", "/me").status == 401
        assert nobody().post(link).status == 404


def test_case_18_a_change_is_not_undone_after_73_hours(person: AreaPerson) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        change_phone(at_area(person))
        link = undo_link()
        clock.shift(timedelta(hours=73))

        assert [nobody().get(link).status, nobody().post(link).status] == [410, 410]
        assert nobody().get(f"{link[:-1]}{'A' if link[-1] != 'A' else 'B'}").status == 404


def test_a_second_change_leaves_the_first_one_to_be_undone(person: AreaPerson) -> None:
    """A thief in a session must not shut the owner out by changing the phone once more."""
    with time_machine.travel(BEGAN, tick=False) as clock:
        change_phone(at_area(person))
        owners = undo_link()
        clock.shift(timedelta(hours=25))
        change_phone(at_area(person), THIRD_PHONE)
        thiefs = undo_link(NEW_PHONE)

        assert nobody().post(owners).status == 303

        assert sign_in(nobody(), login=PHONE).status == 403
        assert [sign_in(nobody(), login=each).status for each in (NEW_PHONE, THIRD_PHONE)] == [401, 401]
        assert [nobody().get(each).status for each in (owners, thiefs)] == [404, 404]
        assert nobody().post(thiefs).status == 404


def test_a_second_change_can_be_undone_by_itself_and_then_the_first_one(person: AreaPerson) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        change_phone(at_area(person))
        first = undo_link()
        clock.shift(timedelta(hours=25))
        change_phone(at_area(person), THIRD_PHONE)
        second = undo_link(NEW_PHONE)

        assert nobody().post(second).status == 303
        assert sign_in(nobody(), login=NEW_PHONE).status == 403
        assert nobody().post(first).status == 303
        assert sign_in(nobody(), login=PHONE).status == 403


def test_contacts_rest_for_24_hours_after_a_change(person: AreaPerson) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        visitor = at_area(person)
        change_phone(visitor)
        assert visitor.call("GET", "/me").expect(200)["restricted_until"] == "2026-12-02T09:00:00Z"
        assert visitor.call("POST", "/me/contacts", {"email": NEW_EMAIL}).status == 409
        clock.shift(timedelta(hours=24, seconds=1))
        assert at_area(person).call("POST", "/me/contacts", {"email": NEW_EMAIL}).status == 202


def test_an_e_mail_of_another_person_is_refused_after_the_code_only(api: People, person: AreaPerson) -> None:
    registered(api.account.id, email=NEW_EMAIL, phone=NEW_PHONE)
    visitor = at_area(person)

    visitor.call("POST", "/me/contacts", {"email": NEW_EMAIL}).expect(202)
    answer = visitor.call("POST", "/me/contacts/code", {"channel": "email", "code": mail_code()})

    assert answer.expect(409)["reason"] == "contact-taken"
    assert visitor.call("GET", "/me").expect(200)["email"] == "v***@mail.example"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ({"phone": PHONE}, ["/phone"]),
        ({"phone": "+7 495 123-45-67"}, ["/phone"]),
        ({"email": EMAIL}, ["/email"]),
        ({}, [""]),
        ({"email": NEW_EMAIL, "phone": NEW_PHONE}, [""]),
    ],
)
def test_a_contact_that_can_not_be_taken_is_told_at_its_field(
    person: AreaPerson, body: dict[str, str], pointers: list[str]
) -> None:
    answer = at_area(person).call("POST", "/me/contacts", body)

    assert (answer.status, answer.pointers) == (422, pointers)


def test_the_password_is_changed_by_the_present_one_and_other_devices_are_out(person: AreaPerson) -> None:
    here, elsewhere = at_area(person), at_area(person)
    wrong_one = here.call("POST", "/me/password", {"present_password": "not this one", "password": "short"})
    assert (wrong_one.status, set(wrong_one.pointers)) == (422, {"/present_password", "/password"})

    here.call("POST", "/me/password", {"present_password": PASSWORD, "password": NEW}).expect(200)

    assert (here.call("GET", "/me").status, elsewhere.call("GET", "/me").status) == (200, 401)
    assert sign_in(nobody(), password=NEW).status == 403


def test_wrong_present_passwords_are_counted(person: AreaPerson) -> None:
    visitor = at_area(person)
    body = {"present_password": "not this one", "password": NEW}

    assert [visitor.call("POST", "/me/password", body).status for _ in range(6)] == [422] * 5 + [429]


def test_the_language_is_of_messages_and_pages(person: AreaPerson) -> None:
    visitor = at_area(person)

    assert visitor.call("PATCH", "/me", {"language": "es"}).expect(200)["language"] == "es"
    led = visitor.post(f"{HOME}/me", {"language": "es"})
    assert led.status == 303
    assert '<html lang="es">' in visitor.get(f"{HOME}/me").text
    sign_in(nobody())
    assert "clave para entrar" in texts()[-1][1]


def test_devices_are_listed_and_forgotten(person: AreaPerson) -> None:
    visitor = nobody()
    sign_in(visitor)
    sign_in(visitor, code=sms_code()).expect(201)
    assert len(visitor.call("GET", "/me/devices").expect(200)["items"]) == 1

    visitor.call("DELETE", "/me/devices").expect(204)

    assert visitor.call("GET", "/me/devices").expect(200)["items"] == []


def test_pages_change_a_contact_without_a_script(person: AreaPerson) -> None:
    visitor = at_area(person)
    page = f"{HOME}/me/contacts/phone"
    refused = visitor.post(page, {"phone": "12"})
    assert (refused.status, 'class="wrong"' in refused.text) == (422, True)
    asked = visitor.post(page, {"phone": NEW_PHONE})
    assert (asked.status, "+7 903 ***-**-33" in seen(asked)) == (200, True)
    code = sms_code()
    again = visitor.post(page, {"phone": NEW_PHONE, "code": wrong(code)})
    assert (again.status, "+7 903 ***-**-33" in seen(again)) == (422, True)

    done = visitor.post(page, {"phone": NEW_PHONE, "code": code})

    assert (done.status, done.headers["location"]) == (303, f"{HOME}/me")
    assert "The contact is changed." in seen(visitor.get(f"{HOME}/me"))


@pytest.mark.parametrize(
    ("languages", "language", "example"),
    [
        (["ru", "es", "en"], "es", "Por ejemplo, +34 612 34 56 78."),
        (["ru", "es", "en"], "ru", "Например, +7 916 123-45-67."),
        (["es", "en"], "en", "For example +34 612 34 56 78."),
    ],
)
def test_the_example_of_a_phone_is_of_the_readers_country(
    api: People, person: AreaPerson, languages: list[str], language: str, example: str
) -> None:
    api.admin.patch("/v1/account", {"languages": languages}).expect(200)

    assert example in seen(at_area(person, language=language).get(f"{HOME}/me/contacts/phone"))


def test_pages_of_sessions_end_them(person: AreaPerson) -> None:
    visitor, other = at_area(person), at_area(person)
    page = visitor.get(f"{HOME}/me/sessions")
    assert page.text.count("Firefox, Windows") >= 2

    visitor.post(f"{HOME}/me/sessions/end")

    assert other.get(HOME).status == 303
    assert "All other sessions have ended." in seen(visitor.get(f"{HOME}/me/sessions"))
    assert visitor.post(f"{HOME}/me/devices/forget").status == 303
    own = visitor.call("GET", "/sessions").expect(200)["items"][0]["id"]
    assert visitor.post(f"{HOME}/me/sessions/{own}/end").status == 303
    assert visitor.get(HOME).status == 303
