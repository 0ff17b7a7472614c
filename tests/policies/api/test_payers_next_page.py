"""The payer's page leads on: to a new payment after a failure, to the policy after a paid offer."""

from collections.abc import Iterator

import pytest
import time_machine

from chalicelib.features.payments.links import page_path
from chalicelib.features.policies.links import url_of
from tests.clients.bodies import PERSON, added
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_payments import offered, pay
from tests.policies.mail import without_email
from tests.policies.sales import sold
from tests.support.api.people import People

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


def declined(api: People, till: Till, subject: str) -> str:
    """Return the id of a payment that the bank has declined."""
    started = api.agent.post("/v1/payments", {"subject": subject}).expect(201)
    till.act(started["url"], "decline")
    api.agent.post(f"/v1/payments/{started['id']}/check", {}).expect(200)
    return str(started["id"])


def page(api: People, payment_id: str, language: str) -> str:
    answer = api.nobody.get(f"{page_path(api.account.id, payment_id)}?lang={language}")
    assert answer.status == 200
    return answer.text


@pytest.mark.parametrize(
    ("language", "button"),
    [("ru", "Начать оплату заново"), ("es", "Iniciar el pago de nuevo"), ("en", "Start the payment anew")],
)
def test_a_declined_payment_leads_back_to_its_offer(api: People, yookassa: Till, language: str, button: str) -> None:
    quoted = offered(api.agent, added(api.agent, PERSON))

    said = page(api, declined(api, yookassa, f"quo#{quoted['id']}"), language)

    assert f'href="{url_of("offer", api.account.id, quoted["id"])}?lang={language}">{button}</a>' in said


def test_a_declined_instalment_leads_back_to_its_page(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_4")

    said = page(api, declined(api, yookassa, f"inst#{policy['id']}#2"), "ru")

    assert f'href="{url_of("demand", api.account.id, policy["id"], 2)}?lang=ru"' in said


def test_nothing_begins_anew_once_another_payment_has_arrived(api: People, yookassa: Till) -> None:
    policy = sold(api.agent, added(api.agent, PERSON), plan="in_4")
    failed = declined(api, yookassa, f"inst#{policy['id']}#1")
    pay(api.agent, yookassa, f"inst#{policy['id']}#1")

    assert "/o/" not in page(api, failed, "ru")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ru", "придёт вам по электронной почте"),
        ("es", "le llegará por correo electrónico"),
        ("en", "comes to you by e-mail"),
    ],
)
def test_a_paid_offer_says_how_the_policy_comes(api: People, yookassa: Till, language: str, words: str) -> None:
    quoted = offered(api.agent, added(api.agent, PERSON))

    assert words in page(api, pay(api.agent, yookassa, f"quo#{quoted['id']}"), language)


def test_without_an_address_no_message_is_promised(api: People, yookassa: Till) -> None:
    quoted = offered(api.agent, without_email(api, added(api.agent, PERSON)))

    said = page(api, pay(api.agent, yookassa, f"quo#{quoted['id']}"), "en")

    assert "Paid, thank you" in said and "comes to you" not in said
