"""Own reminders in the client area: listed, put off, done; the calendar of all dates; nobody else's."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from icalendar import Calendar
from jsonschema import Draft202012Validator, FormatChecker  # type: ignore[import-untyped]

from chalicelib.aws.clients import client
from chalicelib.docs.descriptions import events_document
from chalicelib.features.cabinet.area.reminder_cards import reminders_card
from chalicelib.http.cookies import area_session
from chalicelib.identity.area import sessions
from chalicelib.identity.area.model import AreaCaller
from tests.cabinet.reminded import given, in_two_parts, moscow, plan_of, sweep_at
from tests.cabinet.visitors import HOME, Visitor
from tests.claims.api.test_referrals import refer, to_repair
from tests.clients.bodies import PERSON, added, named
from tests.clients.texts import texts
from tests.payments import conftest as payments
from tests.policies.area.people import client_again, company_user_of, other_client
from tests.policies.mail import mails
from tests.policies.sales import sold
from tests.printing import orders
from tests.support import outbox
from tests.support.api.desk import seen
from tests.support.api.people import People
from tests.support.area import SLUG, holder, open_area, registered
from tests.support.mailboxes import verify_sender

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills
NOBODYS = "rem_01J9Z6K3V8QWERTY0123456789"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moscow(12, 1, 12, year=2026), tick=False) as traveller:
        yield traveller


@pytest.fixture
def client_id(api: People) -> str:
    """Return a client whose area is open, with access to it."""
    verify_sender()
    found = added(api.key, PERSON)
    open_area(api.account.id)
    registered(api.account.id, holder(found))
    return found


def reminded(api: People, client_id: str, clock: time_machine.Traveller) -> tuple[Visitor, dict[str, Any]]:
    """Return the client's browser on the day of the first reminder, and the policy."""
    policy = in_two_parts(api, client_id)
    sweep_at(clock, moscow(5, 22))
    return client_again(api, client_id), policy


def caller_of(visitor: Visitor) -> AreaCaller:
    return sessions.resume(visitor.cookies[area_session(SLUG)], slug=SLUG)


def listed(visitor: Visitor) -> list[Any]:
    found: list[Any] = visitor.call("GET", "/reminders").expect(200)["items"]
    return found


def test_k14_a_reminder_has_moment_policy_sum_day_and_the_way_to_pay(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    visitor, policy = reminded(api, client_id, clock)

    (found,) = listed(visitor)

    assert found == {
        "id": found["id"],
        "about": "instalment",
        "title": "Pay instalment 2 of 2",
        "given_at": "2027-05-22T07:00:00Z",
        "client_id": client_id,
        "policy_id": policy["id"],
        "claim_id": None,
        "number": policy["number"],
        "amount": {"amount": "24160.25", "currency": "RUB"},
        "day": "2027-06-01",
        "days_left": 10,
        "subject": f"inst#{policy['id']}#2",
        "snoozed_until": None,
        "snooze_days": [1, 3, 7],
    }


def test_the_page_and_the_card_show_moment_and_number(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    visitor, policy = reminded(api, client_id, clock)
    clock.move_to(moscow(5, 23, 13, 48))
    visitor = client_again(api, client_id)

    for path in ("", "/reminders", f"/reminders/{listed(visitor)[0]['id']}"):
        said = seen(visitor.get(f"{HOME}{path}")).replace("\u00a0", " ")
        assert f"22.05.2027, 10:00 · Полис № {policy['number']}" in said
        assert "24 160,25 ₽" in said and "осталось 9 дней" in said


def test_the_card_reads_reminders_in_one_query_and_their_policies_in_one_batch(
    api: People, client_id: str, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_two_parts(api, client_id)
    in_two_parts(api, client_id, vehicle={"plate": "В001ОР 99"})
    sweep_at(clock, moscow(5, 22))
    caller, dynamodb = caller_of(client_again(api, client_id)), client("dynamodb")
    reminders_card(caller, "ru")
    called: list[str] = []
    really = dynamodb._make_api_call

    def counted(name: str, arguments: Any) -> Any:
        called.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)

    card = reminders_card(caller, "ru")

    assert card is not None and len(card["items"]) == 2
    assert called == ["Query", "BatchGetItem"]


def test_what_is_paid_disappears_and_its_page_says_so(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    visitor, policy = reminded(api, client_id, clock)
    (found,) = listed(visitor)
    version = api.key.get(f"/v1/policies/{policy['id']}").expect(200)["version"]
    api.key.post(f"/v1/policies/{policy['id']}/received", {"instalments": [2], "version": version}).expect(200)

    assert listed(visitor) == []
    assert "Здесь больше ничего делать не нужно." in seen(visitor.get(f"{HOME}/reminders/{found['id']}"))
    refused = visitor.call("POST", f"/reminders/{found['id']}/snooze", {"days": 1})
    assert (refused.status, refused.json["reason"]) == (409, "not-due")


def test_a_snooze_holds_the_messages_back_and_ends_with_one(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    visitor, _ = reminded(api, client_id, clock)
    (found,) = listed(visitor)

    put_off = visitor.call("POST", f"/reminders/{found['id']}/snooze", {"days": 7}).expect(200)
    told = []
    for day in (22, 28):
        sweep_at(clock, moscow(5, day, 12))
        told.append(len(given()))
    sweep_at(clock, moscow(5, 29, 9, 59))
    told.append(len(given()))
    sweep_at(clock, moscow(5, 29))
    sweep_at(clock, moscow(5, 29, 10, 5))
    told.append(len(given()))

    assert put_off["snoozed_until"] == "2027-05-29T07:00:00Z"
    assert told == [1, 1, 1, 2]
    (again,) = listed(client_again(api, client_id))
    assert (again["id"], again["given_at"], again["snoozed_until"]) == (found["id"], "2027-05-29T07:00:00Z", None)


def test_a_snooze_is_undone(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    visitor, _ = reminded(api, client_id, clock)
    (found,) = listed(visitor)
    page = f"{HOME}/reminders"

    led = visitor.post(f"{page}/{found['id']}/snooze", {"days": "3"})
    away = seen(visitor.get(page))
    undone = visitor.call("DELETE", f"/reminders/{found['id']}/snooze").expect(200)

    assert (led.status, led.headers["location"]) == (303, page)
    assert "Отложенные" in away and "Напомним снова: 25.05.2027, 10:00" in away
    assert (undone["snoozed_until"], listed(visitor)) == (None, [undone])
    told = [event["data"]["until"] for event in outbox.events() if event["type"] == "reminder.snoozed"]
    assert told == ["2027-05-25T07:00:00Z", None]


def test_a_reminder_is_not_put_off_past_its_last_day(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    in_two_parts(api, client_id)
    sweep_at(clock, moscow(5, 29))
    visitor = client_again(api, client_id)
    (found,) = listed(visitor)

    refused = visitor.call("POST", f"/reminders/{found['id']}/snooze", {"days": 7})
    page = visitor.post(f"{HOME}/reminders/{found['id']}/snooze", {"days": "7"})

    assert found["snooze_days"] == [1, 3]
    assert (refused.status, refused.json["reason"], refused.json["days"]) == (409, "too-late", [1, 3])
    assert "Напоминание не отложено" in seen(visitor.get(page.headers["location"]))


def test_others_reminders_are_not_found(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    visitor, _ = reminded(api, client_id, clock)
    (found,) = listed(visitor)
    other = other_client(api, added(api.key, named("Сидоров Пётр")))

    for reminder_id in (found["id"], NOBODYS):
        assert other.get(f"{HOME}/reminders/{reminder_id}").status == 404
        assert other.post(f"{HOME}/reminders/{reminder_id}/snooze", {"days": "1"}).status == 404
        assert other.call("POST", f"/reminders/{reminder_id}/snooze", {"days": 1}).status == 404
        assert other.call("DELETE", f"/reminders/{reminder_id}/snooze").status == 404
    assert listed(other) == []
    assert "BEGIN:VEVENT" not in other.get(f"{HOME}/calendar.ics").text


def test_users_of_companies_have_no_reminders(api: People, client_id: str) -> None:
    visitor = company_user_of(api, client_id)

    assert visitor.call("GET", "/reminders").status == 404
    assert f'href="{HOME}/reminders"' not in visitor.get(HOME).text


def test_a_link_of_a_message_leads_back_after_the_sign_in(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    visitor, _ = reminded(api, client_id, clock)
    (found,) = listed(visitor)

    led = Visitor().get(f"{HOME}/reminders/{found['id']}")

    assert led.status == 303
    assert led.headers["location"].endswith(f"/sign-in?next=/area/ingos/reminders/{found['id']}")


def test_k15_a_saved_method_pays_by_one_press_from_the_reminder(
    api: People, client_id: str, clock: time_machine.Traveller, yookassa: Any
) -> None:
    policy = sold(api.key, client_id, plan="in_2", premium={"amount": "48320.50", "currency": "RUB"})
    visitor = client_again(api, client_id)
    started = visitor.call("POST", "/payments", {"subject": f"inst#{policy['id']}#1", "save": True}).expect(201)
    yookassa.act(started["url"], "pay")
    visitor.call("POST", f"/payments/{started['id']}/check", {}).expect(200)
    sweep_at(clock, moscow(5, 22))
    visitor = client_again(api, client_id)

    page = visitor.get(f"{HOME}/reminders")

    assert 'name="method" value="pm_' in page.text
    assert f'name="subject" value="inst#{policy["id"]}#2"' in page.text


def test_k14_a_deductible_is_told_at_once_and_after_3_and_7_days(
    api: People, client_id: str, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.open_queue(monkeypatch)
    claim_id = to_repair(api, client_id=client_id)
    refer(api.key, claim_id, deductible={"amount": "15000.00", "currency": "RUB"}).expect(200)
    told = []
    for day, hour in ((1, 12), (4, 9), (4, 10), (8, 10), (10, 10)):
        sweep_at(clock, moscow(12, day, hour, year=2026))
        told.append(len(given()))

    assert told == [1, 1, 2, 3, 3]
    (found,) = listed(client_again(api, client_id))
    assert (found["about"], found["claim_id"], found["amount"]["amount"]) == ("deductible", claim_id, "15000.00")
    assert (found["subject"], found["days_left"]) == (f"ded#{claim_id.replace('claim_', 'case_')}", None)


def test_case_31_a_renewal_without_consent_is_in_the_cabinet_and_in_no_message(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = sold(api.key, client_id, paid_instalments=1)
    before = len(mails()), len(texts())
    sweep_at(clock, moscow(10, 1))
    visitor = client_again(api, client_id)

    (found,) = listed(visitor)

    assert (found["about"], found["policy_id"], found["day"]) == ("renewal", policy["id"], "2027-11-30")
    assert policy["number"] in seen(visitor.get(HOME))
    assert f"/policies/{policy['id']}/renewal" in visitor.get(f"{HOME}/reminders/{found['id']}").text
    assert (len(mails()), len(texts())) == before


def test_the_page_asks_for_no_deductible_by_a_day_that_has_passed(
    api: People, client_id: str, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.open_queue(monkeypatch)
    claim_id = to_repair(api, client_id=client_id)
    deductible = {"amount": "15000.00", "currency": "RUB"}
    refer(api.key, claim_id, until="2026-12-03", deductible=deductible).expect(200)
    pages = []
    for day in (3, 4):
        sweep_at(clock, moscow(12, day, 12, year=2026))
        pages.append(seen(client_again(api, client_id).get(f"{HOME}/reminders")))

    assert ["до 03.12.2026" in each for each in pages] == [True, False]
    assert ["03.12.2026" in each for each in pages] == [True, True]


def test_case_30_the_calendar_has_instalments_and_ends_of_policies(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = in_two_parts(api, client_id)

    answer = client_again(api, client_id).get(f"{HOME}/calendar.ics")

    events = Calendar.from_ical(answer.text).walk("VEVENT")
    assert {str(each.decoded("dtstart")): str(each["summary"]).replace("\u00a0", " ") for each in events} == {
        "2027-06-01": f"Оплатить 2-й взнос из 2 · 24 160,25 ₽ · Полис № {policy['number']}",
        "2027-11-30": f"Полис заканчивается: продлите его · Полис № {policy['number']}",
    }
    assert answer.headers["content-type"].startswith("text/calendar")
    assert answer.headers["content-disposition"] == 'attachment; filename="calendar.ics"'
    same = client_again(api, client_id).call("GET", "/calendar.ics")
    assert len(Calendar.from_ical(same.text).walk("VEVENT")) == 2


def test_the_calendar_has_the_end_of_a_policy_that_was_sold_elsewhere(api: People, client_id: str) -> None:
    sold(api.key, client_id, source="external", number="AA 104338828")

    answer = client_again(api, client_id).get(f"{HOME}/calendar.ics")

    (event,) = Calendar.from_ical(answer.text).walk("VEVENT")
    assert str(event.decoded("dtstart")) == "2027-11-30"
    assert str(event["summary"]) == "Последний день действия полиса · Полис № AA 104338828"


def test_events_are_as_the_contract_says(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    visitor, policy = reminded(api, client_id, clock)
    visitor.call("POST", f"/reminders/{listed(visitor)[0]['id']}/snooze", {"days": 1}).expect(200)

    told = [event for event in outbox.events() if event["type"].startswith("reminder.")]

    validator = Draft202012Validator(events_document(), format_checker=FormatChecker(["date-time"]))
    for event in told:
        validator.validate(event)
    assert [event["type"] for event in told] == ["reminder.given", "reminder.snoozed"]
    assert told[0]["data"]["console_url"].endswith(f"/console/policies/{policy['id']}")
    assert told[0]["data"]["version"] < told[1]["data"]["version"]
    assert plan_of(api, client_id, policy["id"]).version == told[1]["data"]["version"]
