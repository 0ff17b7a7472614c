"""Registration of a policyholder over the API, row by row of the table of checks."""

import dataclasses
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.base.clock import now
from chalicelib.http.cookies import area_session
from chalicelib.identity.area.model import AreaPerson, Registration
from chalicelib.identity.table import area as people
from tests.cabinet.joiners import (
    EMAIL,
    NEW_EMAIL,
    NEW_PHONE,
    PASSWORD,
    PHONE,
    Joiner,
    email_code,
    insured,
    letters,
    sms_code,
)
from tests.clients.texts import texts, wrong
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.area import SLUG, open_area
from tests.support.faults import between, refusal
from tests.support.mailboxes import verify_sender


@pytest.fixture(autouse=True)
def _area(api: People) -> None:
    open_area(api.account.id)
    verify_sender()


@pytest.fixture
def client_id(api: People) -> str:
    return insured(api)


@pytest.fixture
def joiner(api: People, client_id: str) -> Joiner:
    return Joiner(api.account.id)


def person_of(api: People, client_id: str) -> AreaPerson:
    """Return the only person of a client."""
    (person_id,) = people.list_people_of_client(api.account.id, client_id)
    found = people.get_person(api.account.id, person_id)
    assert found is not None
    return found


def test_case_1_all_right_leads_by_codes_and_a_password_to_a_session(
    api: People, joiner: Joiner, client_id: str
) -> None:
    joiner.number = "aa104338828"
    assert joiner.start().expect(201)["next"] == "details"

    sent = joiner.details().expect(200)

    assert sent["next"] == "codes"
    assert sent["codes"] == [
        {"channel": "sms", "to": "+7 916 ***-**-41"},
        {"channel": "email", "to": "v***@mail.example"},
    ]
    assert joiner.confirm(sms=sms_code(), email=email_code()).expect(200)["next"] == "password"
    made = joiner.choose().expect(201)
    found = person_of(api, client_id)
    assert (found.id, found.name, found.email, found.phone) == (made["id"], "Вера Сергеевна", EMAIL, PHONE)
    assert found.registration is Registration.ALONE
    assert found.restricted_until is None
    session = {"Cookie": f"{area_session(SLUG)}={joiner.cookies[area_session(SLUG)]}"}
    me = Api(headers=session).get(f"/v1/area/{SLUG}/me").expect(200)
    assert [each["client_id"] for each in me["memberships"]] == [client_id]
    assert joiner.choose().status == 410


def test_case_3_another_email_is_told_to_the_old_one(api: People, joiner: Joiner, client_id: str) -> None:
    joiner.start()
    asked = joiner.details(email=NEW_EMAIL).expect(200)

    sent = joiner.right_answer().expect(200)

    assert (asked["next"], asked["tries_left"], sent["next"]) == ("question", 3, "codes")
    assert {to for to, _ in letters()} == {NEW_EMAIL, EMAIL}
    (notice,) = [said for to, said in letters() if to == EMAIL]
    assert email_code(NEW_EMAIL) not in notice and sms_code() not in notice
    assert {to for to, _ in texts()} == {PHONE}
    joiner.confirm(sms=sms_code(), email=email_code(NEW_EMAIL)).expect(200)
    joiner.choose().expect(201)
    assert person_of(api, client_id).email == NEW_EMAIL
    assert person_of(api, client_id).restricted_until is None


def test_case_4_another_phone_is_told_to_the_old_one_and_restricts_for_a_day(
    api: People, joiner: Joiner, client_id: str
) -> None:
    joiner.asked(phone=NEW_PHONE)

    joiner.right_answer().expect(200)

    assert {to for to, _ in letters()} == {EMAIL}
    assert {to for to, _ in texts()} == {NEW_PHONE, PHONE}
    (notice,) = [said for to, said in texts() if to == PHONE]
    assert not re.search(r"\b[0-9]{6}\b", notice)
    joiner.confirm(sms=sms_code(NEW_PHONE), email=email_code()).expect(200)
    joiner.choose().expect(201)
    until = person_of(api, client_id).restricted_until
    assert until is not None
    assert timedelta(hours=23) < until - now() <= timedelta(hours=24)


def test_a_notice_that_waits_goes_to_the_old_phone_after_the_card_got_the_new_one(
    api: People, joiner: Joiner, client_id: str
) -> None:
    def throttled(operation: str, parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "Publish" and parameters.get("PhoneNumber") == PHONE:
            raise refusal("Publish", "ThrottlingException")
        return call()

    joiner.asked(phone=NEW_PHONE)
    joiner.right_answer().expect(200)
    with between(throttled):
        joiner.confirm(sms=sms_code(NEW_PHONE), email=email_code()).expect(200)
    joiner.choose().expect(201)
    assert api.staff.get(f"/v1/clients/{client_id}").expect(200)["phone"]["number"] == NEW_PHONE

    with time_machine.travel(now() + timedelta(minutes=20), tick=False):
        assert [to for to, _ in texts()] == [NEW_PHONE, PHONE]


def test_case_5_both_wrong_is_a_task_of_the_desk_and_never_a_session(
    api: People, joiner: Joiner, client_id: str
) -> None:
    joiner.asked(phone=NEW_PHONE, email=NEW_EMAIL)

    seen = [joiner.right_answer().expect(200) for _ in range(3)]

    assert [(each["next"], each["tries_left"]) for each in seen] == [("question", 2), ("question", 1), ("staff", None)]
    told = [letters() for _ in range(3)][-1]  # the look at the answer queues the notice, and that one for each person
    (ticket,) = api.staff.get(f"/v1/tickets?client_id={client_id}").expect(200)["items"]
    assert (ticket["topic"], ticket["kind"], ticket["desk"]) == ("task_registration", "task", "general")
    assert any(ticket["number"] in said for _, said in told)
    (message,) = api.staff.get(f"/v1/tickets/{ticket['id']}").expect(200)["messages"]
    assert message["text"].endswith(f"/console/clients/{client_id}")
    assert not {to for to, _ in [*letters(), *texts()]} & {EMAIL, NEW_EMAIL, PHONE, NEW_PHONE}
    shown = api.staff.get(f"/v1/clients/{client_id}/invitation").expect(200)
    (task,) = shown["tasks"]
    assert (task["phone"], task["email"]) == (NEW_PHONE, NEW_EMAIL)
    assert joiner.choose().status == 409
    assert not people.list_people_of_client(api.account.id, client_id)


def test_case_7_three_wrong_answers_let_the_number_rest_for_a_day(joiner: Joiner, api: People) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        joiner.asked(email=NEW_EMAIL)
        lefts = [joiner.answer("0").expect(200) for _ in range(3)]
        assert [each["tries_left"] for each in lefts] == [2, 1, None]
        assert lefts[-1]["next"] == "staff"

        again = Joiner(api.account.id)
        again.start().expect(201)
        assert again.details(email=NEW_EMAIL).expect(200)["next"] == "staff"
        right = Joiner(api.account.id)
        right.start().expect(201)
        assert right.details().expect(200)["next"] == "staff"

        clock.shift(timedelta(hours=24, seconds=1))
        later = Joiner(api.account.id).asked(email=NEW_EMAIL)
        assert later.right_answer().expect(200)["next"] == "codes"


def test_a_slip_of_the_keyboard_can_be_corrected(joiner: Joiner) -> None:
    joiner.start()
    assert joiner.details(surname="Гевердова").expect(200)["next"] == "question"
    assert joiner.details().expect(200)["next"] == "codes"


def test_codes_are_tried_five_times(joiner: Joiner) -> None:
    joiner.asked()
    right, email = sms_code(), email_code()

    first = joiner.confirm(sms=wrong(right), email=email)
    for _ in range(4):
        joiner.confirm(sms=wrong(right)).expect(422)

    assert first.pointers == ["/sms"]
    assert joiner.confirm(sms=right).pointers == ["/sms"]
    assert joiner.post("registrations/codes/send", {}).status == 429


def test_new_codes_are_sent_after_a_minute_and_replace_the_old_ones(joiner: Joiner) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        joiner.asked()
        old = sms_code()
        clock.shift(timedelta(seconds=61))
        joiner.post("registrations/codes/send", {}).expect(202)

        assert sms_code() != old
        assert joiner.confirm(sms=old).pointers == ["/sms", "/email"]
        assert joiner.confirm(sms=sms_code(), email=email_code()).expect(200)["next"] == "password"


def test_who_has_a_cabinet_gets_the_same_pages_and_an_email_that_says_so(api: People, joiner: Joiner) -> None:
    joiner.asked()
    joiner.confirm(sms=sms_code(), email=email_code())
    joiner.choose().expect(201)
    told, sent = len(letters()), len(texts())

    again = Joiner(api.account.id)
    again.start().expect(201)
    answer = again.details().expect(200)

    assert answer["next"] == "codes"
    assert len(texts()) == sent
    (last,) = letters()[told:]
    assert last[0] == EMAIL
    assert again.confirm(sms="000000", email="000000").pointers == ["/sms", "/email"]


def test_case_9_the_eleventh_start_of_an_address_in_an_hour_is_refused(api: People) -> None:
    joiners = [Joiner(api.account.id, number=f"XX {number}", address="2001:db8::7") for number in range(11)]

    assert [each.start().status for each in joiners] == [201] * 10 + [429]
    assert Joiner(api.account.id, number="XX 99", address="2001:db8::1:2:3").start().status == 429


def test_a_number_is_tried_five_times_a_day(api: People) -> None:
    starts = [Joiner(api.account.id, address=f"192.0.2.{each}").start().status for each in range(1, 7)]

    assert starts == [201] * 5 + [429]


def test_case_2_a_policy_of_2019_that_has_ended_registers_the_same(api: People) -> None:
    client_id = insured(api, number="АА 019000338", term=("2019-03-01", "2020-02-29"))
    joiner = Joiner(api.account.id, number="AA019000338")
    joiner.start().expect(201)

    sent = joiner.details().expect(200)

    assert (sent["next"], [each["channel"] for each in sent["codes"]]) == ("codes", ["sms", "email"])
    registered(joiner)
    assert person_of(api, client_id).registration is Registration.ALONE


def test_case_2_a_cancelled_policy_registers_the_same(api: People, joiner: Joiner, client_id: str) -> None:
    (policy,) = api.staff.get(f"/v1/policies?client_id={client_id}").expect(200)["items"]
    cancel = {"effective": policy["begins"], "reason": "Продан", "version": policy["version"]}
    api.staff.post(f"/v1/policies/{policy['id']}/cancel", cancel).expect(200)
    joiner.start().expect(201)

    assert joiner.details().expect(200)["next"] == "codes"

    registered(joiner)
    assert person_of(api, client_id).registration is Registration.ALONE


def test_case_12_one_email_at_two_insurers_is_two_cabinets_with_two_passwords(api: People, joiner: Joiner) -> None:
    elsewhere = other_insurer(api)
    there = Joiner(elsewhere, slug="seguros")
    passwords = {SLUG: "сорок две зелёные лодки", "seguros": "другая длинная фраза"}
    for each in (joiner, there):
        each.start().expect(201)
        each.details().expect(200)
        registered(each, passwords[each.slug])

    found = {slug: [signs_in(slug, each) for each in passwords.values()] for slug in passwords}

    # 403: the password is right, and the device is new
    assert found == {SLUG: [403, 401], "seguros": [401, 403]}


def registered(joiner: Joiner, password: str = PASSWORD) -> None:
    """Confirm both contacts, and choose a password."""
    joiner.confirm(sms=sms_code(), email=email_code()).expect(200)
    joiner.choose(password).expect(201)


def other_insurer(api: People) -> str:
    """Open the area of another account that has the same client; return the account's id."""
    there = str(api.stranger.get("/v1/account").expect(200)["id"])
    open_area(there, "seguros")
    insured(dataclasses.replace(api, staff=api.stranger))
    return there


def signs_in(slug: str, password: str) -> int:
    """Return the status of a sign-in with the e-mail at an area."""
    return Api().post(f"/v1/area/{slug}/sessions", {"login": EMAIL, "password": password}).status


@pytest.mark.parametrize("step", ["details", "answer", "codes", "password"])
def test_steps_without_a_registration_are_over(joiner: Joiner, step: str) -> None:
    assert joiner.post(f"registrations/{step}", _BODIES[step]).status == 410


def test_a_registration_ends_after_an_hour(joiner: Joiner) -> None:
    with time_machine.travel(now(), tick=False) as clock:
        joiner.start()
        clock.shift(timedelta(hours=1))
        assert joiner.details().status == 410


_BODIES = {
    "details": {"surname": "А", "given_name": "Б", "phone": PHONE, "email": EMAIL},
    "answer": {"answer": "1"},
    "codes": {"sms": "123456"},
    "password": {"password": "correct horse battery"},
}
