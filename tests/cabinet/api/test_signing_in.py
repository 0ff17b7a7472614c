"""Signing in to a client area: passwords, codes for new devices, limits, and the ends of sessions."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.identity.area import passwords
from chalicelib.identity.area.model import AreaPerson
from tests.cabinet.visitors import HOME, Visitor, at_area, code_in, nobody, sign_in, sms_code
from tests.clients.texts import texts, wrong
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import EMAIL, PASSWORD, PHONE, SLUG, open_area, registered

BEGAN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)


@pytest.fixture
def person(api: People) -> AreaPerson:
    """Return a person of the account's area."""
    open_area(api.account.id)
    return registered(api.account.id)


def test_a_new_device_needs_a_code_and_is_known_from_then_on(person: AreaPerson) -> None:
    visitor = nobody()

    asked = sign_in(visitor)
    assert (asked.status, asked.json["reason"], asked.json["to"]) == (403, "code-needed", "+7 916 ***-**-67")
    code = sms_code()
    assert sign_in(visitor, code=wrong(code)).expect(422)["tries_left"] == 4
    assert sign_in(visitor, code=code).expect(201)["id"] == person.id
    assert visitor.call("GET", "/me").expect(200)["email"] == "v***@mail.example"

    again = Visitor(cookies=dict(visitor.cookies))
    assert sign_in(again, login="8 916 123-45-67").status == 201
    assert len(texts()) == 1


def test_a_code_serves_once_and_for_five_minutes(person: AreaPerson) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        sign_in(nobody())
        code = sms_code()
        sign_in(nobody(), code=code).expect(201)
        sign_in(nobody(), code=code).expect(410)
        clock.shift(timedelta(minutes=16))
        sign_in(nobody())
        code = sms_code()
        clock.shift(timedelta(minutes=5))
        sign_in(nobody(), code=code).expect(410)


def test_a_second_try_in_a_minute_sends_no_second_code(person: AreaPerson) -> None:
    for _ in range(2):
        assert sign_in(nobody()).status == 403

    assert len(texts()) == 1


def test_a_device_is_known_for_each_person_who_has_signed_in_on_it(api: People, person: AreaPerson) -> None:
    registered(api.account.id, email="other@mail.example", phone="+79031112233")
    visitor = nobody()
    for login in (EMAIL, "other@mail.example"):
        sign_in(visitor, login=login)
        sign_in(visitor, login=login, code=sms_code()).expect(201)

    assert [sign_in(visitor, login=login).status for login in (EMAIL, "other@mail.example")] == [201, 201]


def test_a_device_is_known_for_the_accounts_days(api: People, person: AreaPerson) -> None:
    open_area(api.account.id, device_days=2)
    with time_machine.travel(BEGAN, tick=False) as clock:
        visitor = nobody()
        sign_in(visitor)
        sign_in(visitor, code=sms_code()).expect(201)
        clock.shift(timedelta(days=1, hours=23))
        sign_in(visitor).expect(201)
        clock.shift(timedelta(hours=1))
        sign_in(visitor).expect(403)


def test_case_14_unknown_names_and_wrong_passwords_are_answered_alike_and_cost_one_argon2_each(
    person: AreaPerson, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted: list[str] = []
    real = passwords._hasher().verify

    class Counting:
        def verify(self, hashed: str, password: str) -> bool:
            counted.append(hashed)
            return real(hashed, password)

    monkeypatch.setattr(passwords, "_hasher", Counting)

    answers = [
        sign_in(nobody(), login=login, password="not the right one")
        for login in (EMAIL, PHONE, "nobody@mail.example", "+7 999 000-00-01", "neither")
    ]

    assert {each.status for each in answers} == {401}
    assert len({each.text for each in answers}) == 1
    assert len(counted) == len(answers)


@pytest.mark.parametrize("login", [EMAIL, "nobody@mail.example"])
def test_case_14_the_sixth_try_in_15_minutes_is_refused_with_the_right_password_too(
    person: AreaPerson, login: str
) -> None:
    for number in range(5):
        visitor = nobody(address=f"192.0.2.{number}")
        assert sign_in(visitor, login=login, password="not the right one").status == 401

    answer = sign_in(nobody(address="198.51.100.1"), login=login)

    assert answer.status == 429
    assert 0 < int(answer.headers["retry-after"]) <= 900


def test_right_passwords_are_not_counted(person: AreaPerson) -> None:
    for _ in range(7):
        assert sign_in(nobody()).status == 403


def test_wrong_passwords_are_counted_by_address_too(person: AreaPerson) -> None:
    statuses = [sign_in(nobody(), login=f"n{number}@mail.example").status for number in range(21)]

    assert statuses == [401] * 20 + [429]


def test_a_name_of_another_account_opens_nothing_here(api: People, person: AreaPerson) -> None:
    open_area(api.account.id)
    registered(api.account.id, email="only@mail.example", phone=None)

    assert sign_in(nobody(), login="only@mail.example").status == 403
    assert sign_in(nobody(), login="only@mail.example", password="x" * 12).status == 401


def test_case_16_a_foreign_origin_is_refused(person: AreaPerson) -> None:
    visitor = at_area(person)
    visitor.headers = {"Origin": "https://evil.example"}

    assert visitor.call("PATCH", "/me", {"language": "es"}).status == 403
    assert sign_in(Visitor(headers={"Origin": "https://evil.example"})).status == 403
    assert at_area(person).post(f"{HOME}/sign-out", headers={"Origin": "https://evil.example"}).status == 403
    assert at_area(person).post(f"{HOME}/sign-out", headers={}).status == 403


def test_case_17_the_end_of_all_sessions_keeps_the_callers(person: AreaPerson) -> None:
    here, elsewhere = at_area(person), at_area(person)

    here.call("DELETE", "/sessions").expect(204)

    assert elsewhere.call("GET", "/me").status == 401
    assert [each["is_this"] for each in here.call("GET", "/sessions").expect(200)["items"]] == [True]


def test_sessions_are_listed_with_their_devices_and_ended_one_by_one(person: AreaPerson) -> None:
    here, elsewhere = at_area(person), at_area(person)
    listed = here.call("GET", "/sessions").expect(200)["items"]
    other = next(each for each in listed if not each["is_this"])

    assert other["device"] == "Firefox, Windows"
    here.call("DELETE", f"/sessions/{other['id']}").expect(204)

    assert elsewhere.call("GET", "/me").status == 401
    assert here.call("GET", "/me").status == 200
    assert here.call("DELETE", f"/sessions/{other['id']}").status == 404


def test_pages_lead_through_the_sign_in_to_the_wanted_page(person: AreaPerson) -> None:
    visitor = nobody()

    led = visitor.get(f"{HOME}/me")
    assert (led.status, led.headers["location"]) == (303, f"{HOME}/sign-in?next=/area/{SLUG}/me")
    step = visitor.post(led.headers["location"], {"login": EMAIL, "password": PASSWORD})
    assert step.headers["location"] == f"{HOME}/sign-in/code?next=/area/{SLUG}/me"
    assert "+7 916 ***-**-67" in seen(visitor.get(step.headers["location"]))
    code = code_in(texts()[-1][1])
    refused = visitor.post(step.headers["location"], {"code": wrong(code)})
    assert (refused.status, "Tries that are left: 4" in seen(refused)) == (422, True)
    done = visitor.post(step.headers["location"], {"code": code})

    assert (done.status, done.headers["location"]) == (303, f"{HOME}/me")
    assert "v***@mail.example" in seen(visitor.get(f"{HOME}/me"))


def test_a_wrong_password_is_told_on_the_page_and_an_empty_one_at_its_field(person: AreaPerson) -> None:
    refused = nobody().post(f"{HOME}/sign-in", {"login": EMAIL, "password": "not the right one"})
    empty = nobody().post(f"{HOME}/sign-in", {"login": "", "password": " "})

    assert (refused.status, "Name or password is wrong" in seen(refused)) == (401, True)
    assert (empty.status, empty.text.count('class="wrong"')) == (422, 2)


def test_no_page_is_led_to_that_is_not_the_areas(person: AreaPerson) -> None:
    for onward in ("https://evil.example", "//evil.example", "/console", f"/area/{SLUG}x/me", f"{HOME}//evil\\x"):
        answer = at_area(person).get(f"{HOME}/sign-in?next={onward}")
        assert answer.headers["location"].startswith(HOME)
        assert "evil" not in answer.headers["location"].replace(f"{HOME}//evil", "")


def test_signing_out_ends_the_session(person: AreaPerson) -> None:
    visitor = at_area(person)
    kept = Visitor(cookies=dict(visitor.cookies))

    assert visitor.post(f"{HOME}/sign-out").status == 303

    assert kept.call("GET", "/me").status == 401
    assert "You are signed out." in seen(visitor.get(f"{HOME}/sign-in"))


def test_an_area_that_is_off_is_not_found(api: People, person: AreaPerson) -> None:
    open_area(api.account.id, on=False)

    assert nobody().get(f"{HOME}/sign-in").status == 404
    assert sign_in(nobody()).status == 404
    assert nobody().get("/area/none-at-all/sign-in").status == 404
