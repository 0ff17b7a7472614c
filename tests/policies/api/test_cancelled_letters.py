"""Clients hear of the cancellation of a policy once, with the last day in force and the money."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.clients.bodies import PERSON, added, person
from tests.clients.texts import confirm, texts
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_money_back import cancelled
from tests.policies.api.test_payments import pay
from tests.policies.mail import Mail, mails, without_email
from tests.policies.sales import sold
from tests.support import outbox
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills
YEAR = {"premium": {"amount": "36500.00"}, "number": "К-0123456789"}
DAY = "2027-03-10"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _sender(_today: None, api: People) -> None:
    verify_sender()


def letters(api: People, policy_id: str, day: str = DAY, words: str = "расторгнут") -> list[Mail]:
    """Cancel a policy on a day, and return the e-mails about it."""
    cancelled(api.key, policy_id, day)
    with time_machine.travel(f"{day}T09:01:00+03:00", tick=False):
        mails(words)
        return mails(words)


def lacking(mail: Mail, *words: str) -> list[str]:
    return [each for each in words if each not in mail.text]


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("ru", "полис К-0123456789 расторгнут", ("Последний день его действия — 10.03.2027", "26 500,00 ₽ на карту")),
        (
            "es",
            "su póliza К-0123456789 ha sido anulada",
            ("último día en vigor es el 10/03/2027", "26.500,00 RUB a la"),
        ),
        ("en", "policy К-0123456789 was cancelled", ("last day in force: 10 Mar 2027", "RUB 26,500.00 to the card")),
    ],
)
def test_a_cancellation_is_told_once_in_the_clients_language(
    api: People, yookassa: Till, language: str, subject: str, words: tuple[str, ...]
) -> None:
    policy = sold(api.agent, added(api.agent, person(language=language)), **YEAR)
    pay(api.agent, yookassa, f"inst#{policy['id']}#1")

    (mail,) = letters(api, policy["id"], words=subject)

    assert mail.to == "vera@example.org"
    assert lacking(mail, "К-0123456789", *words) == []
    assert "Sold" not in mail.text


def test_money_that_a_person_took_comes_back_in_another_way(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_4", paid_instalments=1, **YEAR)
    pay(api.agent, yookassa, f"inst#{policy['id']}#2")

    (mail,) = letters(api, policy["id"], "2026-12-10")

    assert lacking(mail, "возвращаем 9 125,00 ₽ на карту или счёт", "вернём 8 125,00 ₽ другим способом") == []


def test_a_policy_without_anything_to_return_says_so(api: People) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_4", paid_instalments=1, **YEAR)

    (mail,) = letters(api, policy["id"], "2027-11-20")

    assert lacking(mail, "страховая премия не возвращается", "20.11.2027") == []


def test_an_unpaid_policy_speaks_of_no_money(api: People) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), **YEAR)

    (mail,) = letters(api, policy["id"], "2026-12-01")

    assert lacking(mail, "расторгнут до начала действия") == []
    assert [each for each in ("возвращ", "вернём", "₽") if each in mail.text] == []


def test_the_history_says_that_the_client_was_told(api: People) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), paid_instalments=1)
    letters(api, policy["id"])

    history = api.key.get(f"/v1/policies/{policy['id']}/history").expect(200)["items"]

    told: list[dict[str, Any]] = [each["data"] for each in history if each["type"] == "told"]
    assert [(each["what"], each["to"]) for each in told if each["what"] == "cancelled"] == [
        ("cancelled", "v***@example.org")
    ]


def test_a_client_without_email_gets_an_sms_to_a_confirmed_phone_alone(api: People) -> None:
    client_id = without_email(api, added(api.agent, PERSON))
    assert letters(api, sold(api.agent, client_id, paid_instalments=1)["id"]) == [] and texts() == []
    confirm(api.agent, client_id)
    other = sold(api.agent, client_id, paid_instalments=1, number="К-2", vehicle={"plate": "В001ОР 99"})
    before = len(texts())

    assert letters(api, other["id"]) == []

    (said,) = [said for _, said in texts()[before:]]
    assert "К-2 расторгнут" in said and "/p/" in said


def test_an_external_policy_tells_nobody(api: People) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), source="external", number="ABC-1")

    cancelled(api.key, policy["id"], DAY)

    assert [each for each in outbox.messages() if each.kind == "policy_told"] == []
