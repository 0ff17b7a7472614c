"""Controls against abuse of the client area, C1 to C10 of its design: the tests that fail without each.

| | attack | control |
|---|---|---|
| C1 | trying out which policies and people exist | equal answers; limits; both challenges and an alarm under attack |
| C2 | guessing answers to questions | three tries, then a rest; a code on file in any case |
| C3 | a number that somebody else has by now | alone it recovers nothing; it changes hands, and both are told |
| C4 | a thief in the session changes contacts | code to the new one, undo from the former one, payouts rest |
| C5 | a stolen or foreign session | Lax cookies of one area, origins, list and end of sessions |
| C6 | forged and repeated notices of providers | signatures, keys, and only the provider's own word |
| C7 | paying or seeing another's instalment | the subject has to be the payer's |
| C8 | documents and requests as carriers of scripts | text only, attachments, nosniff |
| C9 | curious staff | masks, reasons, traces |
| C10 | SMS at the account's cost | quotas, pauses, bounds for each contact |
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine

from chalicelib.features.cabinet.joining.service import limits
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.table import area as people
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import SmsPolicy
from tests.cabinet.joiners import Joiner
from tests.cabinet.visitors import HOME, Visitor, at_area, mail_code, mailed, nobody, sign_in, sms_code
from tests.clients.texts import report, texts
from tests.support.api.desk import seen
from tests.support.api.people import People, admin_of
from tests.support.area import EMAIL, PHONE, open_area, registered
from tests.support.lambda_events import Log
from tests.support.mailboxes import verify_sender

BEGAN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
OTHER_EMAIL, OTHER_PHONE = "other@mail.example", "+79031112233"
ROOT = Path(__file__).parents[2]
#: By control: tests of it that stand elsewhere.
ELSEWHERE: Mapping[str, Sequence[str]] = {
    "C1": (
        "cabinet/api/test_no_oracle.py::test_case_6_every_registration_that_is_asked_a_question_looks_the_same",
        "cabinet/api/test_no_oracle.py::test_a_number_that_rests_looks_the_same_whether_it_exists_or_not",
        "cabinet/api/test_joining.py::test_case_9_the_eleventh_start_of_an_address_in_an_hour_is_refused",
        "cabinet/api/test_joining.py::test_a_number_is_tried_five_times_a_day",
        "cabinet/api/test_signing_in.py::"
        "test_case_14_unknown_names_and_wrong_passwords_are_answered_alike_and_cost_one_argon2_each",
        "cabinet/api/test_recovery.py::test_unknown_names_are_answered_as_known_ones",
    ),
    "C2": (
        "cabinet/api/test_joining.py::test_case_7_three_wrong_answers_let_the_number_rest_for_a_day",
        "cabinet/api/test_joining.py::test_case_5_both_wrong_is_a_task_of_the_desk_and_never_a_session",
        "cabinet/unit/test_decision.py::test_k3_the_course_follows_from_the_facts_that_match",
    ),
    "C3": (
        "cabinet/api/test_recovery.py::test_one_code_alone_recovers_nothing",
        "cabinet/api/test_recovery.py::"
        "test_a_phone_that_was_confirmed_long_ago_recovers_nothing_and_its_person_is_told",
    ),
    "C4": (
        "cabinet/api/test_contacts.py::test_case_18_the_former_phone_is_told_and_undoes_the_change_for_72_hours",
        "cabinet/api/test_contacts.py::test_contacts_rest_for_24_hours_after_a_change",
        "claims/area/test_own_claims.py::test_c4_payouts_rest_after_a_contact_was_changed",
    ),
    "C5": (
        "cabinet/api/test_signing_in.py::test_case_16_a_foreign_origin_is_refused",
        "cabinet/api/test_signing_in.py::test_case_17_the_end_of_all_sessions_keeps_the_callers",
        "cabinet/api/test_signing_in.py::test_sessions_are_listed_with_their_devices_and_ended_one_by_one",
        "platform/area/test_who_may.py::test_case_15_the_cookie_of_an_area_opens_no_other_one",
    ),
    "C6": (
        "payments/api/test_notices.py::test_case_33_a_notice_settles_and_twice_is_once",
        "payments/api/test_notices.py::test_case_38_a_true_notice_of_a_payment_that_is_pending_settles_nothing",
        "payments/api/test_notices.py::test_case_38_a_wrong_key_is_404",
        "payments/api/test_notices.py::test_case_38_stripes_notices_are_refused_if_forged_old_or_changed",
    ),
    "C7": (
        "policies/area/test_own_payments.py::test_case_43_anothers_instalment_payment_and_method_are_not_found",
        "platform/area/test_others_things.py::test_case_54_nothing_of_another_client_is_shown_or_changed",
    ),
    "C8": (
        "conversations/api/test_area.py::test_case_53_a_file_is_refused",
        "claims/api/test_documents.py::test_a_document_is_saved_under_its_name_by_a_link_of_five_minutes",
    ),
    "C9": (
        "clients/api/test_cards.py::test_case_59_a_viewer_sees_masks_and_reveals_nothing",
        "clients/api/test_cards.py::test_a_reveal_needs_a_reason_and_leaves_a_trace",
    ),
    "C10": (
        "cabinet/api/test_signing_in.py::test_a_second_try_in_a_minute_sends_no_second_code",
        "cabinet/api/test_recovery.py::test_a_name_is_recovered_three_times_an_hour",
    ),
}


@pytest.fixture
def person(api: People) -> AreaPerson:
    """Return a person of the account's area."""
    verify_sender()
    open_area(api.account.id)
    return registered(api.account.id)


def test_each_control_has_tests() -> None:
    assert list(ELSEWHERE) == [f"C{number}" for number in range(1, 11)]
    for control, tests in ELSEWHERE.items():
        for file, _, name in (each.partition("::") for each in tests):
            assert f"def {name}(" in (ROOT / file).read_text(), f"{control}: {file}::{name}"


def test_c1_an_attacked_account_demands_both_challenges_and_raises_an_alarm(
    api: People, person: AreaPerson, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    monkeypatch.setattr(limits, "FAILURES", 2)
    joiners = [Joiner(api.account.id, number=f"XX {each}", address=f"192.0.2.{each}") for each in range(3)]
    for start in (Joiner.start, Joiner.details):
        for joiner in joiners:
            start(joiner)

    refused = Joiner(api.account.id, number="XX 9", address="192.0.2.9").start()

    assert (refused.status, refused.pointers) == (422, ["/challenge/solution"])
    assert "many failed registrations" in log.alarms


def take_phone(visitor: Visitor, phone: str) -> int:
    """Make a phone that another person has the own contact; return the status."""
    visitor.call("POST", "/me/contacts", {"phone": phone}).expect(202)
    return visitor.call("POST", "/me/contacts/code", {"channel": "sms", "code": sms_code()}).status


def stored(person: AreaPerson) -> AreaPerson:
    """Return a person as they are stored now."""
    found = people.get_person(person.account_id, person.id)
    assert found is not None
    return found


def test_c3_a_number_that_another_cabinet_has_changes_hands_and_both_are_told(api: People, person: AreaPerson) -> None:
    other = registered(api.account.id, email=OTHER_EMAIL, phone=OTHER_PHONE)

    assert take_phone(at_area(person), OTHER_PHONE) == 200

    assert (stored(person).phone, stored(other).phone) == (OTHER_PHONE, None)
    told = dict(mailed())
    assert set(told) == {EMAIL, OTHER_EMAIL}
    assert "был указан в другом личном кабинете" in told[EMAIL]
    assert any(number == PHONE for number, _ in texts())  # the former phone of the one who has the new one
    sent = len(texts())
    sign_in(nobody(), login=OTHER_EMAIL)
    assert len(texts()) == sent  # no code of the other cabinet goes to that number any more
    nobody().call("POST", "/recovery", {"login": OTHER_EMAIL}).expect(202)
    assert len(texts()) == sent


def test_c3_the_only_way_into_another_cabinet_is_not_taken(api: People, person: AreaPerson) -> None:
    other = registered(api.account.id, email=None, phone=OTHER_PHONE)

    assert take_phone(at_area(person), OTHER_PHONE) == 409

    assert (stored(person).phone, stored(other).phone) == (PHONE, OTHER_PHONE)


def test_c3_a_phone_whose_code_could_not_be_delivered_is_stale_and_recovers_nothing(
    api: People, person: AreaPerson
) -> None:
    sign_in(nobody()).expect(403)

    report("Invalid phone number")

    assert stored(person).phone_confirmed_at is None
    sent = len(texts())
    nobody().call("POST", "/recovery", {"login": EMAIL}).expect(202)
    assert len(texts()) == sent
    assert mailed()[-1][0] == EMAIL


def test_c3_a_phone_that_was_out_of_reach_once_is_not_stale(person: AreaPerson) -> None:
    sign_in(nobody()).expect(403)

    report("Phone is currently unreachable/unavailable")

    assert stored(person).phone_confirmed_at == person.phone_confirmed_at


def test_c3_a_stale_phone_is_confirmed_anew_on_the_own_page(person: AreaPerson) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=366), tick=False):
        visitor = at_area(person)
        assert seen(visitor.get(f"{HOME}/me")).count("was confirmed more than a year ago") == 2

        assert take_phone(visitor, PHONE) == 200

        assert stored(person).phone_confirmed_at == datetime.now(UTC)
        assert stored(person).restricted_until is None
        assert seen(visitor.get(f"{HOME}/me")).count("was confirmed more than a year ago") == 1
        assert visitor.call("POST", "/me/contacts", {"phone": PHONE}).status == 422


def test_c3_a_code_at_the_sign_in_confirms_the_phone_anew(person: AreaPerson) -> None:
    with time_machine.travel(datetime.now(UTC) + timedelta(days=200), tick=False):
        sign_in(nobody())
        sign_in(nobody(), code=sms_code()).expect(201)

        assert stored(person).phone_confirmed_at == datetime.now(UTC)


def test_c10_without_sms_left_a_code_goes_by_e_mail_and_none_to_new_phones(api: People, person: AreaPerson) -> None:
    accounts.change_account(admin_of(api), changes={"sms": SmsPolicy(per_day=1)})
    with time_machine.travel(BEGAN, tick=False) as clock:
        assert sign_in(nobody()).expect(403)["to"] == "+7 916 ***-**-67"
        clock.shift(timedelta(minutes=2))

        assert sign_in(nobody()).expect(403)["to"] == "v***@mail.example"

        sign_in(nobody(), code=mail_code()).expect(201)
        assert at_area(person).call("POST", "/me/contacts", {"phone": OTHER_PHONE}).status == 429
        assert len(texts()) == 1


def test_c10_one_contact_gets_ten_codes_an_hour_by_all_who_ask(api: People, person: AreaPerson) -> None:
    # by e-mail: a phone gets no more in a day
    with time_machine.travel(BEGAN, tick=False):
        askers = [
            at_area(registered(api.account.id, email=f"n{number}@mail.example", phone=None)) for number in range(11)
        ]
        asked = [each.call("POST", "/me/contacts", {"email": OTHER_EMAIL}).status for each in askers]

    assert asked == [202] * 10 + [429]
