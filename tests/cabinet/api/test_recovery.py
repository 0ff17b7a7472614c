"""Recovery of access: both codes, the same answers for unknown names, and nothing by a phone alone."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from chalicelib.aws.dynamo import Transaction
from chalicelib.identity.area import people
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.table import area as area_table
from tests.cabinet.visitors import HOME, Visitor, at_area, code_in, mail_code, mailed, nobody, sign_in, sms_code
from tests.clients.texts import texts, wrong
from tests.support import mailboxes
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import EMAIL, PASSWORD, PHONE, open_area, registered

BEGAN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
NEW = "a quite different one"


@pytest.fixture
def person(api: People) -> AreaPerson:
    """Return a person of the account's area."""
    mailboxes.verify_sender()
    open_area(api.account.id)
    return registered(api.account.id)


def begun(login: str = EMAIL) -> Visitor:
    visitor = nobody()
    visitor.call("POST", "/recovery", {"login": login}).expect(202)
    return visitor


def finish(visitor: Visitor, *, email: str, sms: str, password: str = NEW) -> int:
    body = {"email_code": email, "sms_code": sms, "password": password}
    return visitor.call("POST", "/recovery/password", body).status


def test_both_codes_set_a_new_password_and_end_all_sessions(person: AreaPerson) -> None:
    former = at_area(person)
    visitor = begun()

    assert finish(visitor, email=mail_code(), sms=sms_code()) == 201

    assert former.call("GET", "/me").status == 401
    assert visitor.call("GET", "/me").status == 200
    assert sign_in(visitor, password=PASSWORD).status == 401
    assert sign_in(visitor, password=NEW).status == 201
    assert "password was changed" in mailed()[-1][1] or "пароль изменён" in mailed()[-1][1]


def test_one_code_alone_recovers_nothing(person: AreaPerson) -> None:
    visitor = begun(PHONE)
    mail, text = mail_code(), sms_code()

    assert finish(visitor, email=wrong(mail), sms=text) == 422
    assert finish(visitor, email=mail, sms=wrong(text)) == 422
    assert sign_in(nobody(), password=NEW).status == 401
    assert finish(visitor, email=mail, sms=text) == 201


def test_unknown_names_are_answered_as_known_ones(person: AreaPerson) -> None:
    known, unknown = nobody(), nobody()
    begins = [
        visitor.call("POST", "/recovery", {"login": login})
        for visitor, login in ((known, EMAIL), (unknown, "nobody@mail.example"))
    ]
    texts()
    body = {"email_code": "123456", "sms_code": "654321", "password": NEW}
    ends = [visitor.call("POST", "/recovery/password", body) for visitor in (known, unknown)]

    assert len({(each.status, each.text) for each in begins}) == 1
    assert len({(each.status, each.text) for each in ends}) == 1
    assert ends[0].status == 422
    assert [number for number, _ in texts()] == [PHONE]


def test_a_phone_that_was_confirmed_long_ago_recovers_nothing_and_its_person_is_told(person: AreaPerson) -> None:
    credentials, tx = area_table.get_credentials(person.account_id, person.id), Transaction()
    assert credentials is not None
    people.change(tx, credentials, {"phone_confirmed_at": person.registered_at - timedelta(days=366)})
    tx.commit()

    visitor = begun()

    assert texts() == []
    assert [to for to, _ in mailed()] == [EMAIL]
    assert finish(visitor, email="123456", sms="123456") == 422


def test_codes_are_tried_five_times_and_live_five_minutes(person: AreaPerson) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock:
        visitor = begun()
        mail, text = mail_code(), sms_code()
        for _ in range(5):
            assert finish(visitor, email=wrong(mail), sms=wrong(text)) == 422
        assert finish(visitor, email=mail, sms=text) == 410
        clock.shift(timedelta(hours=1))
        again = begun()
        mail, text = mail_code(), sms_code()
        clock.shift(timedelta(minutes=5))
        assert finish(again, email=mail, sms=text) == 410


def test_a_name_is_recovered_three_times_an_hour(person: AreaPerson) -> None:
    for login in (EMAIL, "nobody@mail.example"):
        statuses = [nobody().call("POST", "/recovery", {"login": login}).status for _ in range(4)]
        assert statuses == [202, 202, 202, 429]


def test_pages_recover_access_without_a_script(person: AreaPerson) -> None:
    visitor = nobody()

    led = visitor.post(f"{HOME}/recovery", {"login": EMAIL})
    assert (led.status, led.headers["location"]) == (303, f"{HOME}/recovery/codes")
    mail, text = mail_code(), sms_code()
    short = visitor.post(f"{HOME}/recovery/codes", {"email_code": wrong(mail), "sms_code": text, "password": "short"})
    assert (short.status, short.text.count('class="wrong"')) == (422, 2)
    done = visitor.post(f"{HOME}/recovery/codes", {"email_code": mail, "sms_code": text, "password": NEW})

    assert (done.status, done.headers["location"]) == (303, HOME)
    assert "Your new password is set." in seen(visitor.get(HOME))
    assert code_in(f"{mail}") == mail
