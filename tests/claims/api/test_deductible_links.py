"""A link to pay a deductible without the client area: sent by staff, paid once, closed after that."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims.repair.billing import LINKS_A_DAY
from chalicelib.features.claims.stages import Ending, Stage
from tests.claims.api.test_referrals import SUM, refer, to_repair
from tests.claims.cases import changed
from tests.claims.messages import mails, texts
from tests.clients.bodies import added, person
from tests.payments import conftest as payments
from tests.payments.banks import Till, settled
from tests.policies.mail import without_email
from tests.printing import orders
from tests.support.api.client import Api
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-21T12:00:00+03:00", tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _ready(clock: time_machine.Traveller, api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.open_queue(monkeypatch)
    verify_sender()


def with_deductible(api: People, client_id: str | None = None) -> str:
    client_id = client_id or added(api.agent, person(language="ru"))
    claim_id = to_repair(api, client_id=client_id, reference="У-17")
    refer(api.staff, claim_id, deductible=SUM).expect(200)
    return claim_id


def send(api: People, claim_id: str) -> Any:
    return api.admin.post(f"/v1/claims/{claim_id}/referral/payment-link", {})


def path_in(said: str) -> str:
    found = re.search(r"/f/[A-Za-z0-9_-]+", said)
    assert found, said
    return found[0]


def test_the_link_shows_the_sum_and_leads_to_the_bank(api: People, yookassa: Till) -> None:
    claim_id = with_deductible(api)

    assert send(api, claim_id).expect(200) == {"sent": True}

    (mail,) = mails("оплата франшизы")
    assert "Ваша франшиза — 15 000,00 ₽." in mail.text
    path = path_in(mail.html)
    page = Api().get(path)
    said = seen(page).replace("\u00a0", " ")
    assert [each for each in ("Франшиза за ремонт", "Кузовной центр «Север»", "15 000,00 ₽") if each not in said] == []
    assert "Гевердава" not in said
    leaving = Desk().post(path, {"pay": "yes"})
    assert leaving.headers["refresh"].startswith("0;url=http")


def test_a_paid_deductible_closes_the_page_and_staff_hear_of_it(api: People, yookassa: Till) -> None:
    claim_id = with_deductible(api)
    send(api, claim_id).expect(200)
    path = path_in(mails("оплата франшизы")[-1].html)
    subject = f"ded#{claim_id.replace('claim_', 'case_')}"
    started = api.staff.post("/v1/payments", {"subject": subject}).expect(201)
    yookassa.act(started["url"], "pay")
    settled(api.account.id, started["id"])

    page = Api().get(path)

    assert (page.status, "Франшиза оплачена." in seen(page)) == (200, True)
    assert send(api, claim_id).expect(409)["reason"] == "not-due"


def test_a_phone_gets_a_link_without_the_sum(api: People, yookassa: Till) -> None:
    claim_id = with_deductible(api, without_email(api, added(api.agent, person(language="ru"))))

    send(api, claim_id).expect(200)

    (text,) = texts("франшизу")
    assert path_in(text)
    assert "15" not in text.partition("https")[0].replace("У-17", "")


def test_a_link_is_dead_once_the_claim_is_closed_and_for_other_tokens(api: People, yookassa: Till) -> None:
    claim_id = with_deductible(api)
    send(api, claim_id).expect(200)
    path = path_in(mails("оплата франшизы")[-1].html)

    changed(api, claim_id, stage=Stage.CLOSED, ending=Ending.REPAIRED)

    assert Api().get(path).status == 410
    assert Api().get(f"{path[:-1]}{'A' if path[-1] != 'A' else 'B'}").status == 404
    assert send(api, claim_id).status == 409


def test_links_are_limited_and_need_a_client(api: People, yookassa: Till) -> None:
    claim_id = with_deductible(api)
    for _ in range(LINKS_A_DAY):
        send(api, claim_id).expect(200)
    assert send(api, claim_id).status == 429

    nobodys = to_repair(api)
    refer(api.staff, nobodys, deductible=SUM).expect(200)
    assert send(api, nobodys).expect(200) == {"sent": False}


def test_without_a_provider_no_link_is_sent(api: People) -> None:
    assert send(api, with_deductible(api)).expect(409)["reason"] == "payments-off"


def test_the_console_offers_the_link_while_it_can_be_paid(api: People, yookassa: Till) -> None:
    claim_id = with_deductible(api)
    place = f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim"
    desk = at_desk(api.admin).speaking("ru")
    assert "Отправить клиенту ссылку на оплату франшизы" in seen(desk.get(place))

    answer = desk.post(f"/console/claims/{claim_id}/referral/payment-link", {})

    assert answer.status == 303
    assert len(mails("оплата франшизы")) == 1
    changed(api, claim_id, stage=Stage.CLOSED, ending=Ending.REPAIRED)
    assert "Отправить клиенту ссылку" not in seen(desk.get(place))
