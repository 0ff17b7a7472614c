"""Offers of quotes: the message, the client's page, the payment at the training bank."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.policies.links import path_of
from chalicelib.features.policies.payables import QUOTE
from tests.clients.bodies import PERSON, added, other_agent, person
from tests.clients.texts import texts
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_payments import offered
from tests.policies.mail import mails, path_in, without_email
from tests.policies.sales import sold
from tests.support import outbox
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _sender(_today: None, api: People) -> None:
    verify_sender()


def offer(api: People, client_id: str = "", **changes: Any) -> dict[str, Any]:
    """Offer a quote to a client of the agent."""
    return offered(api.agent, client_id or added(api.agent, PERSON), **changes)


def page_of(api: People, quote: dict[str, Any]) -> str:
    """Return the path of a quote's page for its client."""
    return path_of("offer", api.account.id, quote["id"])


def press(api: People, path: str, language: str = "ru") -> Answer:
    """Press the page's button."""
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    return api.nobody.call("POST", f"{path}?lang={language}", raw="pay=yes", headers=form)


def bank_page(answer: Answer) -> str:
    """Return the bank's address that an answer leads to."""
    assert answer.status == 200, answer.text
    found = re.fullmatch(r"0;url=(.+)", str(answer.headers["refresh"]))
    assert found and f'href="{found[1]}"'.replace("&", "&amp;") in answer.text
    return found[1]


@pytest.mark.parametrize(
    ("language", "subject", "words"),
    [
        ("ru", "предложение страхования, КАСКО", ("Страховая премия: 52 500,00 ₽", "до 31.12.2026")),
        ("es", "su oferta de seguro", ("Prima: 52.500,00 RUB", "hasta el 31/12/2026")),
        ("en", "your insurance offer", ("Premium: RUB 52,500.00", "until 31 Dec 2026")),
    ],
)
def test_an_offer_is_sent_in_the_clients_language(
    api: People, language: str, subject: str, words: tuple[str, ...]
) -> None:
    made = offer(api, added(api.agent, person(language=language)), plan="in_4")

    (mail,) = mails(subject)

    assert [each for each in words if each not in mail.text] == []
    assert [each for each in ("Гевердава", "XTAGFK", "4517") if each in mail.text + mail.subject] == []
    assert path_in(mail.link) == page_of(api, made) and made["offer_url"].endswith(page_of(api, made))


@pytest.mark.parametrize(
    ("language", "said"), [("ru", "КАСКО, новый полис"), ("es", "Seguro de daños propios"), ("en", "Motor hull")]
)
def test_a_payment_is_described_in_the_clients_language(api: People, language: str, said: str) -> None:
    made = offer(api, added(api.agent, person(language=language)), plan="in_4")

    demand = QUOTE.load(api.account.id, f"quo#{made['id']}")

    assert demand is not None and demand.description.startswith(said)


def test_the_page_says_what_for_how_much_and_until_when(api: People, yookassa: Till) -> None:
    made = offer(api, plan="in_4", drivers=[{"name": "Петров Иван", "birth_date": "1990-05-01"}])

    page = api.nobody.get(f"{page_of(api, made)}?lang=ru")

    said = seen(page)
    for each in ("КАСКО", "LADA Vesta", "А123ВС 777", "1 250 000,00 ₽", "52 500,00 ₽", "13 125,00 ₽", "01.03.2027"):
        assert each in said.replace("\u00a0", " "), each
    assert "31.12.2026" in said and "Оплатить" in said
    assert [each for each in ("Гевердава", "Петров", "1990", "vera@", "<script") if each in page.text] == []


def test_the_button_leads_to_the_bank_twice_to_the_same_page_and_paid_is_said(api: People, yookassa: Till) -> None:
    made, before = offer(api, plan="in_4"), yookassa.charges
    path = page_of(api, made)

    first, second = press(api, path), press(api, path)
    yookassa.act(bank_page(first), "pay")
    paid = api.nobody.get(f"{path}?lang=ru")

    assert bank_page(first) == bank_page(second) and yookassa.charges == before + 1
    assert paid.status == 200 and "Оплачено" in seen(paid)
    policy_id = api.agent.get(f"/v1/quotes/{made['id']}").expect(200)["policy_id"]
    assert path_of("file", api.account.id, policy_id) in paid.text
    assert (press(api, path).status, yookassa.charges) == (303, before + 1)
    (payment,) = api.agent.get(f"/v1/payments?subject=quo%23{made['id']}").expect(200)["items"]
    assert payment["state"] == "succeeded"


def _changed(api: People, made: dict[str, Any]) -> None:
    api.agent.post(f"/v1/quotes/{made['id']}/price", {}).expect(200)


def _sold(api: People, made: dict[str, Any]) -> None:
    api.agent.post(f"/v1/quotes/{made['id']}/sell", {}).expect(201)


def _taken(api: People, _: dict[str, Any]) -> None:
    sold(other_agent(api), added(other_agent(api), PERSON), number="К-9", vehicle={"plate": "В001ОР 99"})


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_changed, "Условия меняются"),
        (_sold, "Полис уже оформлен"),
        (_taken, "купили страховку у другого агента"),
        (None, "Срок предложения истёк"),
    ],
)
def test_a_closed_offer_says_why_and_starts_nothing(api: People, yookassa: Till, change: Any, said: str) -> None:
    made, before = offer(api), yookassa.charges
    moment = "2026-12-01T10:00:00+03:00"
    if change is None:
        moment = "2026-12-31T09:00:00+03:00"
    else:
        change(api, made)

    with time_machine.travel(moment, tick=False):
        page, answer = api.nobody.get(f"{page_of(api, made)}?lang=ru"), press(api, page_of(api, made))

    assert (page.status, answer.status, yookassa.charges) == (410, 303, before)
    assert said in seen(page)


def test_a_quote_of_a_client_bound_elsewhere_is_not_offered(api: People) -> None:
    made = offer(api)
    _taken(api, made)

    answer = api.agent.post(f"/v1/quotes/{made['id']}/offer", {})

    assert (answer.status, answer.json["reason"]) == (409, "client-bound")


def test_an_offer_is_sent_again_a_few_times_a_day_and_only_the_last_counts(api: People) -> None:
    made = offer(api)
    path = f"/v1/quotes/{made['id']}/offer"
    assert len(mails("предложение")) == 1

    answers = []
    for minute in range(1, 6):
        with time_machine.travel(f"2026-12-01T09:0{minute}:00+03:00", tick=False):
            answers.append(api.agent.post(path, {}).status)

    assert answers == [200] * 4 + [429]
    told = [each for each in outbox.messages() if each.kind == "policy_told"]
    assert len(told) == 5
    with time_machine.travel("2026-12-01T09:10:00+03:00", tick=False):
        assert len(mails("предложение")) == 2  # of those that wait, the message of the last offer alone is true


def test_the_quotes_page_says_to_whom_it_was_sent(api: People) -> None:
    made = offer(api)
    desk = at_desk(api.agent).speaking("ru")
    before = seen(desk.get(f"/console/quotes/{made['id']}"))
    mails()

    page = desk.get(f"/console/quotes/{made['id']}")

    assert "Сообщение отправляется" in before
    assert "Отправлено на v***@example.org" in seen(page) and "сегодня, 09:00" in seen(page)
    assert page_of(api, made) in page.text and "Отправить ссылку ещё раз" in seen(page)
    assert desk.post(f"/console/quotes/{made['id']}/offer", {"version": str(made["version"])}).status == 303


def test_a_client_without_email_gets_the_offer_by_sms(api: People) -> None:
    made = offer(api, without_email(api, added(api.agent, PERSON)))

    (number, said) = texts()[-1]

    assert number == "+79109370341" and said.endswith(page_of(api, made))


def test_without_a_provider_the_page_has_no_button_and_says_so(api: People) -> None:
    page = api.nobody.get(f"{page_of(api, offer(api))}?lang=en")

    assert "<button" not in page.text and "Payment on line is not possible" in seen(page)
    assert "cannot" not in page.text


def test_a_refusal_of_the_bank_stays_on_the_page(api: People, yookassa: Till, monkeypatch: pytest.MonkeyPatch) -> None:
    made = offer(api)
    before = yookassa.charges
    monkeypatch.setattr("chalicelib.features.policies.service.billing._STARTS", 0)

    answer = press(api, page_of(api, made))

    assert (answer.status, yookassa.charges) == (429, before)


def test_unknown_links_of_offers_look_alike_and_an_erased_clients_ends(api: People) -> None:
    client_id = added(api.agent, PERSON)
    made = offer(api, client_id)
    good = page_of(api, made)
    wrong = [good[:-1] + ("A" if good[-1] != "A" else "B"), f"{good}1", "/o/x", good.replace("/o/", "/d/")]

    answers = [api.nobody.get(each) for each in wrong]
    api.admin.post(f"/v1/clients/{client_id}/erasure", {"reason": "asked"}).expect(200)

    assert [each.status for each in answers] == [404] * 4 and len({each.text for each in answers}) == 1
    assert [press(api, each).status for each in (*wrong, good)] == [404] * 5
