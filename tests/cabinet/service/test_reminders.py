"""Reminders that the sweep gives: each once, while they are due, by ways that client and law allow."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine

from chalicelib.aws.due import Due
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.recent import clear_recent
from chalicelib.features.cabinet.reminders.giving import remind_due
from chalicelib.features.cabinet.reminders.planning import plan_all
from chalicelib.features.cabinet.reminders.settings import ReminderSettings
from chalicelib.features.cabinet.reminders.upkeep import files
from chalicelib.features.cabinet.table import reminders as table
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.service.merging import merge_clients
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.settings import SaleSettings
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import suppress
from chalicelib.tenancy import sections
from tests.cabinet.reminded import agree_to_advertising, given, in_two_parts, moscow, plan_of, sweep_at
from tests.cabinet.visitors import HOME, at_area
from tests.claims.api.test_referrals import refer, to_repair
from tests.clients.bodies import PERSON, added, named
from tests.clients.texts import texts
from tests.policies.mail import mails, without_email
from tests.policies.sales import sold
from tests.printing import orders
from tests.support.api.people import People, admin_of
from tests.support.area import SLUG, holder, open_area, registered
from tests.support.mailboxes import verify_sender


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(moscow(12, 1, 12, year=2026), tick=False) as traveller:
        yield traveller


@pytest.fixture
def client_id(api: People) -> str:
    """Return a client with an e-mail and a phone that nobody confirmed."""
    verify_sender()
    return added(api.key, PERSON)


def reminders_to(address: str = "vera@example.org", words: str = "") -> list[str]:
    """Return the subjects of e-mails about instalments, renewals and deductibles."""
    found = [each.subject for each in mails() if each.to == address]
    return [
        each for each in found if any(word in each for word in ("взнос", "заканчивается", "франшиза")) and words in each
    ]


def received(api: People, policy: dict[str, Any], number: int = 2) -> None:
    version = api.key.get(f"/v1/policies/{policy['id']}").expect(200)["version"]
    body = {"instalments": [number], "version": version}
    api.key.post(f"/v1/policies/{policy['id']}/received", body).expect(200)


def test_case_30_an_instalment_is_told_10_and_3_days_before_and_not_after_it_was_paid(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = in_two_parts(api, client_id)
    told = []
    for moment in (
        moscow(5, 22, 9, 59), moscow(5, 22), moscow(5, 22, 10, 5), moscow(5, 29, 9, 59), moscow(5, 29),
    ):  # fmt: skip
        sweep_at(clock, moment)
        told.append(len(reminders_to()))
    clock.move_to(moscow(5, 30))
    received(api, policy)
    for day in (1, 4):
        sweep_at(clock, moscow(6, day))

    assert told == [0, 1, 1, 1, 2]
    assert reminders_to() == [f"Страхование: взнос 24 160,25 ₽ по полису {policy['number']} до 01.06.2027"] * 2
    assert [(each["day"], each["instalment"], each["channel"]) for each in given()] == [("2027-06-01", 2, "email")] * 2


def test_case_30_an_unpaid_instalment_is_told_on_its_day_and_3_days_after(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = in_two_parts(api, client_id)

    for moment in (moscow(5, 22), moscow(5, 29), moscow(6, 1), moscow(6, 4), moscow(6, 5), moscow(6, 18)):
        sweep_at(clock, moment)

    number = policy["number"]
    assert reminders_to()[2:] == [
        f"Страхование: сегодня срок взноса 24 160,25 ₽ по полису {number}",
        f"Страхование: взнос 24 160,25 ₽ по полису {number} не поступил",
    ]
    assert len({each["reminder_id"] for each in given()}) == 1


def test_case_31_a_renewal_without_consent_is_in_the_cabinet_only(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = sold(api.key, client_id, paid_instalments=1)

    sweep_at(clock, moscow(10, 1))

    assert [(each["about"], each["day"], each["channel"]) for each in given()] == [("renewal", "2027-11-30", None)]
    assert reminders_to(words="заканчивается") == []
    assert [each.about for each in plan_of(api, client_id, policy["id"]).given] == ["renewal"]


def test_a_renewal_with_consent_is_told_by_e_mail_until_it_is_withdrawn(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = sold(api.key, client_id, paid_instalments=1)
    consent = agree_to_advertising(api, client_id)
    sweep_at(clock, moscow(10, 1))
    path = f"/v1/clients/{client_id}/consents"
    api.key.call("PATCH", path, body={"id": consent, "withdrawn": True, "reason": "Не нужно"}).expect(200)

    sweep_at(clock, moscow(10, 31))

    assert reminders_to(words="заканчивается") == [
        f"Страхование: ваш полис {policy['number']} заканчивается 30.11.2027"
    ]
    assert [each["channel"] for each in given()] == ["email", None]


def test_a_renewed_policy_is_reminded_of_no_more(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    policy = sold(api.key, client_id, paid_instalments=1)
    sold(api.key, client_id, predecessor_id=policy["id"], begins="2027-12-01", ends="2028-11-30", paid_instalments=1)

    sweep_at(clock, moscow(10, 1))

    assert given() == []


def test_nobody_is_asked_to_renew_a_product_that_is_not_sold_any_more(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = sold(api.key, client_id, paid_instalments=1)
    agree_to_advertising(api, client_id)
    open_area(api.account.id)
    visitor = at_area(registered(api.account.id, holder(client_id)))
    path = f"{HOME}/policies/{policy['id']}"
    before = f"{path}/renewal" in visitor.get(path).text
    present = sections.show(api.account.id, ProductSettings)
    inactive = tuple(each.model_copy(update={"active": False}) for each in present.value.products)
    sections.change(api.account.id, present.value.with_products(inactive), since=present.version)
    clear_recent()

    after = f"{path}/renewal" in visitor.get(path).text
    sweep_at(clock, moscow(10, 1))

    assert (before, after, given(), reminders_to(words="заканчивается")) == (True, False, [], [])


def test_a_cancelled_policy_is_reminded_of_no_more(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    policy = in_two_parts(api, client_id)
    version = api.key.get(f"/v1/policies/{policy['id']}").expect(200)["version"]
    clock.move_to(moscow(5, 20))
    body = {"effective": "2027-05-25", "reason": "Продан", "version": version}
    api.key.post(f"/v1/policies/{policy['id']}/cancel", body).expect(200)

    sweep_at(clock, moscow(5, 22))
    sweep_at(clock, moscow(6, 6))

    assert given() == []
    assert table.get_plan(api.account.id, client_id, policy["id"]) is None


def test_a_message_that_waited_is_not_sent_once_the_instalment_was_paid(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = in_two_parts(api, client_id)
    mails()
    clock.move_to(moscow(5, 22))
    remind_due(due_of(api, client_id, policy["id"]))
    received(api, policy)

    assert reminders_to() == []
    assert len(given()) == 1


def due_of(api: People, client_id: str, subject: str) -> Due:
    return Due(f"{api.account.id}#rem#{client_id}", subject, "reminder_plan", "", "", 0)


def test_a_row_that_is_delivered_twice_reminds_once(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    policy = in_two_parts(api, client_id)
    clock.move_to(moscow(5, 22))

    for _ in range(2):
        remind_due(due_of(api, client_id, policy["id"]))

    assert (len(given()), len(reminders_to())) == (1, 1)


def test_after_5_days_down_one_message_is_sent(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    in_two_parts(api, client_id)

    sweep_at(clock, moscow(6, 3, 15))

    assert [each["day"] for each in given()] == ["2027-06-01"]
    assert len(reminders_to()) == 1


@pytest.mark.parametrize(
    ("begins", "ends", "at"),
    [
        ("2026-12-20", "2027-12-19", "2027-03-17T09:00:00Z"),
        ("2027-01-05", "2028-01-04", "2027-04-02T08:00:00Z"),
    ],
)
def test_in_madrid_it_is_ten_before_and_after_the_clocks_change(
    api: People, client_id: str, clock: time_machine.Traveller, begins: str, ends: str, at: str
) -> None:
    api.key.call("PATCH", "/v1/account", body={"time_zone": "Europe/Madrid"}).expect(200)
    moment = datetime.fromisoformat(at)
    policy = sold(api.key, client_id, begins=begins, ends=ends, plan="in_4", paid_instalments=1)
    assert policy["instalments"][1]["due"] == str((moment + timedelta(days=3)).date())
    sweep_at(clock, moment - timedelta(days=6))  # the first reminder

    sweep_at(clock, moment - timedelta(minutes=1))
    early = len(given())
    sweep_at(clock, moment)

    assert (early, len(given())) == (1, 2)


def test_clients_without_an_e_mail_get_an_sms_that_leads_to_the_payment(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = in_two_parts(api, client_id)
    without_email(api, client_id)

    sweep_at(clock, moscow(5, 22))

    _, said = texts()[-1]
    said = said.replace("\u00a0", " ")
    assert said.startswith(f"Страхование: взнос 24 160,25 ₽ по полису {policy['number']}, срок 01.06.2027.")


def test_the_link_leads_into_the_cabinet_of_a_client_who_has_one(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = in_two_parts(api, client_id)
    without_email(api, client_id)
    open_area(api.account.id)
    registered(api.account.id, holder(client_id))

    sweep_at(clock, moscow(5, 22))

    (reminder,) = plan_of(api, client_id, policy["id"]).given
    assert texts()[-1][1].endswith(f"/area/{SLUG}/reminders/{reminder.id}")


@pytest.mark.parametrize(
    ("changes", "reminders", "messages"),
    [
        ({"instalments": "off"}, 0, 0),
        ({"instalments": "cabinet"}, 1, 0),
        ({"without_cabinet": False}, 1, 0),
        ({"renewals": "off"}, 1, 1),
    ],
)
def test_the_account_chooses_the_way(
    api: People, client_id: str, clock: time_machine.Traveller, changes: Any, reminders: int, messages: int
) -> None:
    sections.change(api.account.id, ReminderSettings(**changes), since=0)
    in_two_parts(api, client_id)

    sweep_at(clock, moscow(5, 22))

    assert (len(given()), len(reminders_to())) == (reminders, messages)


def test_an_erased_client_gets_nothing(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    policy = in_two_parts(api, client_id)
    api.admin.post(f"/v1/clients/{client_id}/erasure", {"reason": "asked"}).expect(200)
    table_plan = table.get_plan(api.account.id, client_id, policy["id"])

    sweep_at(clock, moscow(5, 22))

    assert table_plan is None
    assert (given(), reminders_to()) == ([], [])


def test_an_address_that_takes_nothing_gets_nothing(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    tx = Transaction()
    ids = {"account_id": api.account.id, "address": "vera@example.org"}
    suppress(tx, channel="email", reason=FailureReason.NO_MAILBOX, **ids)
    tx.commit()
    in_two_parts(api, client_id)

    sweep_at(clock, moscow(5, 22))

    assert (len(given()), reminders_to()) == (1, [])


def test_the_export_of_a_clients_data_has_the_reminders(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = in_two_parts(api, client_id)
    sweep_at(clock, moscow(5, 22))
    client = clients.find_client(api.account.id, client_id)
    assert client is not None

    (file,) = files(admin_of(api), client, "ru")

    held = json.loads(file.content)
    assert (file.name, list(held)) == ("reminders.json", [policy["id"]])
    assert [each["at"] for each in held[policy["id"]]] == ["2027-05-22T07:00:00Z"]


def test_reminders_follow_a_merged_client(api: People, client_id: str, clock: time_machine.Traveller) -> None:
    policy = in_two_parts(api, client_id)
    sweep_at(clock, moscow(5, 22))
    kept = added(api.key, named("Гевердава Вера Сергеевна", email="new@example.org", birth_date="1986-02-23"))
    version = api.key.get(f"/v1/clients/{kept}").expect(200)["version"]
    merge_clients(admin_of(api), kept, merged=[client_id], keep={}, version=version)

    sweep_at(clock, moscow(5, 29))
    sweep_at(clock, moscow(5, 29, 10, 10))

    assert table.list_plans(api.account.id, client_id) == []
    assert len(plan_of(api, kept, policy["id"]).given) == 1
    assert (len(reminders_to()), len(reminders_to("new@example.org"))) == (1, 1)


def test_policies_of_before_are_planned_by_the_operator(
    api: People, client_id: str, clock: time_machine.Traveller
) -> None:
    policy = in_two_parts(api, client_id)
    sold(api.key, client_id, number="AA-1", source="external", premium={"amount": "1.00"})
    plan = plan_of(api, client_id, policy["id"])
    tx = Transaction()
    table.delete_plan(tx, plan)
    tx.commit()

    first, again = list(plan_all([api.account.id])), list(plan_all([api.account.id]))

    sweep_at(clock, moscow(5, 22))
    assert (first, again) == ([(api.account.id, 1)], [(api.account.id, 0)])
    assert len(reminders_to()) == 1


@pytest.mark.parametrize(
    ("grace", "words"), [(2, "Оплатите его сейчас."), (3, "Оплатите его до 04.06.2027, чтобы страховая защита")]
)
def test_nobody_is_asked_to_pay_by_a_day_that_has_passed(
    api: People, client_id: str, clock: time_machine.Traveller, grace: int, words: str
) -> None:
    present = sections.show(api.account.id, SaleSettings)
    sections.change(api.account.id, present.value.model_copy(update={"grace_days": grace}), since=present.version)
    in_two_parts(api, client_id)

    sweep_at(clock, moscow(6, 4))

    (late,) = [each.text for each in mails() if "не поступил" in each.subject]
    assert words in late.replace("\u00a0", " ")


def test_the_deductible_of_a_referral_that_has_ended_is_not_asked_for_by_its_day(
    api: People, client_id: str, clock: time_machine.Traveller, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.open_queue(monkeypatch)
    claim_id = to_repair(api, client_id=client_id)
    deductible = {"amount": "15000.00", "currency": "RUB"}
    refer(api.key, claim_id, until="2026-12-03", deductible=deductible).expect(200)

    for day in (1, 4):
        sweep_at(clock, moscow(12, day, 12, year=2026))

    first, second = [each.text for each in mails() if "франшиза" in each.subject]
    assert "Оплатите её до 03.12.2026" in first
    assert "Оплатите её до" not in second and "Направление действовало до 03.12.2026" in second
