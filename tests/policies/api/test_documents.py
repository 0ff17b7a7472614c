"""Printed documents of policies and statements, for staff: by API, and in the console."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.policies.links import path_of
from chalicelib.features.printing import service as printing
from tests.clients.bodies import PERSON, added, other_agent, person
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_documents_by_mail import print_all
from tests.policies.api.test_offers import bank_page, press
from tests.policies.api.test_payments import offered
from tests.policies.api.test_persons import erase, keep_by_law
from tests.policies.conftest import Rate
from tests.policies.mail import mails, path_in, without_email
from tests.policies.sales import agent_id, sold
from tests.printing import orders
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.mailboxes import verify_sender

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills
STATEMENT = "/v1/commissions/statement.pdf"


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _queue(_today: None, api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    verify_sender()
    orders.open_queue(monkeypatch)


def paid(api: People, **changes: Any) -> dict[str, Any]:
    """Issue a policy of the agent whose first instalment is paid."""
    return sold(api.agent, added(api.agent, PERSON), paid_instalments=1, **changes)


def documents(api: People, policy_id: str) -> list[dict[str, Any]]:
    """Return the documents of a policy as its agent lists them."""
    items: list[dict[str, Any]] = api.agent.get(f"/v1/policies/{policy_id}/documents").expect(200)["items"]
    return items


def test_documents_are_listed_with_their_state_and_downloaded(api: People) -> None:
    made = paid(api)
    path = f"/v1/policies/{made['id']}/documents"
    before = documents(api, made["id"])
    waits = api.agent.get(f"{path}/{before[0]['id']}")
    print_all(api, made["id"])

    after = {each["kind"]: each for each in documents(api, made["id"])}

    assert {each["state"] for each in before} == {"ordered"} and before[0]["title"] is None
    assert (waits.status, waits.json["state"]) == (409, "ordered")
    assert {each["state"] for each in after.values()} == {"printed"}
    assert after["receipt"]["instalment"] == 1 and made["number"] in after["e_policy"]["title"]
    for each in after.values():
        answer = api.agent.get(f"{path}/{each['id']}")
        assert answer.status == 302 and f"{each['id']}.pdf" in answer.headers["location"]


def test_another_agents_documents_are_not_there(api: People) -> None:
    made = paid(api)
    (first, *_) = documents(api, made["id"])
    other = sold(api.agent, added(api.agent, person(surname="Другая", document=None)), number="К-77")

    for caller, policy_id in ((other_agent(api), made["id"]), (api.agent, other["id"])):
        assert caller.get(f"/v1/policies/{policy_id}/documents/{first['id']}").status == 404
    assert at_desk(other_agent(api)).get(f"/console/policies/{made['id']}/documents/{first['id']}").status == 404


def test_the_tab_shows_states_downloads_and_prints_again(api: People) -> None:
    made = paid(api)
    page, desk = f"/console/policies/{made['id']}?tab=documents", at_desk(api.agent).speaking("en")
    before = seen(desk.get(page))
    print_all(api, made["id"])

    after = desk.get(page)

    assert "being printed" in before and "Receipt, instalment 1" in before
    assert seen(after).count("ready") == 2 and made["number"] in seen(after)
    first = documents(api, made["id"])[0]["id"]
    answer = desk.get(f"/console/policies/{made['id']}/documents/{first}")
    assert answer.status == 302 and f"{first}.pdf" in answer.headers["location"]


def test_a_failed_document_says_why_and_is_printed_again(api: People) -> None:
    name = {"surname": "李", "given_name": "雷", "patronymic": None, "no_patronymic": True}
    made = sold(api.agent, added(api.agent, person(**name)), paid_instalments=1)
    print_all(api, made["id"])
    page, desk = f"/console/policies/{made['id']}?tab=documents", at_desk(api.agent).speaking("en")
    failed = next(each for each in documents(api, made["id"]) if each["kind"] == "e_policy")

    shown = seen(desk.get(page))
    answer = desk.post(f"/console/policies/{made['id']}/documents", {"document_id": failed["id"]})

    assert failed["state"] == "failed" and "李" in failed["reason"]
    assert "not printed" in shown and "Print again" in shown and "李" in shown
    again = next(each for each in documents(api, made["id"]) if each["kind"] == "e_policy")
    assert (answer.status, again["state"]) == (303, "ordered")
    print_all(api, made["id"])
    assert "Print again" not in seen(at_desk(api.viewer).speaking("en").get(page))


def test_a_link_to_the_next_instalment_is_sent_and_paid(api: People, yookassa: Till) -> None:
    made = paid(api, plan="in_2")
    page, desk = f"/console/policies/{made['id']}", at_desk(api.agent).speaking("ru")
    path = path_of("demand", api.account.id, made["id"], 2)
    assert path in desk.get(f"{page}?tab=payments").text

    assert desk.post(f"{page}/payment-link", {}).status == 303

    (mail,) = mails("оплата полиса")
    assert "взнос 2 из 2, 24 160,25 ₽, нужно оплатить до 01.06.2027" in mail.text and path_in(mail.link) == path
    assert "Отправлено на v***@example.org" in seen(desk.get(f"{page}?tab=payments"))
    assert "24 160,25" in seen(api.nobody.get(f"{path}?lang=ru")).replace("\u00a0", " ")
    orders.orders()
    yookassa.act(bank_page(press(api, path)), "pay")
    assert "Оплачено" in seen(api.nobody.get(f"{path}?lang=ru"))
    shown = api.agent.get(f"/v1/policies/{made['id']}").expect(200)
    assert shown["instalments"][1]["paid_at"] is not None
    assert path not in desk.get(f"{page}?tab=payments").text
    assert len(orders.orders()) == 1  # the receipt: nobody waits for the sweep


def test_a_link_is_not_sent_without_an_address_a_due_instalment_or_a_provider(api: People, yookassa: Till) -> None:
    client_id = without_email(api, added(api.agent, person(phone=None)))
    unreached, desk = sold(api.agent, client_id), at_desk(api.agent).speaking("en")

    notices = [desk.post(f"/console/policies/{unreached['id']}/payment-link", {}) for _ in range(6)]

    assert [each.status for each in notices] == [303] * 6 and mails("payment") == []
    cookies = [" ".join(each.cookies) for each in notices]
    assert "payment_link_unsent" in cookies[0] and "payment_links_used_up" in cookies[5]
    body = {"effective": "2026-12-01", "reason": "x", "version": 1}
    api.agent.post(f"/v1/policies/{unreached['id']}/cancel", body).expect(200)
    refused = desk.post(f"/console/policies/{unreached['id']}/payment-link", {})
    assert "payment_link_not_due" in " ".join(refused.cookies)
    closed = api.nobody.get(path_of("demand", api.account.id, unreached["id"], 1) + "?lang=en")
    assert (closed.status, "The policy was cancelled" in seen(closed)) == (410, True)


def test_a_statement_is_printed_on_demand_and_anew_after_a_new_line(api: People, rate: Rate) -> None:
    rate("15")
    made = paid(api, plan="in_2")
    first = api.agent.get(STATEMENT)
    (order,) = printing.list_documents(api.account.id, f"{agent_id(api)}#2026-12")
    assert (first.status, first.headers["retry-after"], api.agent.get(STATEMENT).status) == (202, "3", 202)
    orders.work()

    ready = api.agent.get(STATEMENT)

    assert ready.status == 302 and f"{order.id}.pdf" in ready.headers["location"]
    with time_machine.travel("2026-12-01T09:05:00+03:00", tick=False):
        api.agent.post(f"/v1/policies/{made['id']}/received", {"version": 1, "instalments": [2]}).expect(200)
        assert api.agent.get(STATEMENT).status == 202
        orders.work()
        assert f"{order.id}.pdf" not in str(api.agent.get(STATEMENT).headers["location"])
    assert len(printing.list_documents(api.account.id, f"{agent_id(api)}#2026-12")) == 1


def test_a_statement_that_was_printed_with_an_erased_client_is_erased(api: People, rate: Rate) -> None:
    rate("15")
    keep_by_law(api)
    made = paid(api)
    api.agent.get(STATEMENT)
    orders.work()

    erase(api, made["client_id"])

    assert printing.list_documents(api.account.id, f"{agent_id(api)}#2026-12") == []
    assert api.agent.get(STATEMENT).status == 202


def test_the_documents_of_a_paid_quote_are_printed_at_once(api: People, yookassa: Till) -> None:
    made = offered(api.agent, added(api.agent, PERSON))

    yookassa.act(bank_page(press(api, path_of("offer", api.account.id, made["id"]))), "pay")
    api.nobody.get(path_of("offer", api.account.id, made["id"]))

    assert len(orders.orders()) == 2


def test_an_empty_month_and_another_agents_statement_have_no_document(api: People) -> None:
    assert api.agent.get(STATEMENT).status == 404
    assert api.agent.get(f"{STATEMENT}?agent_id=sub-agent-2").status == 404
    assert api.admin.get(STATEMENT).status == 422


def test_the_page_of_statements_prepares_and_leads_to_the_file(api: People, rate: Rate) -> None:
    rate("15")
    paid(api)
    page, desk = "/console/commissions", at_desk(api.agent).speaking("ru")
    assert "Подготовить акт в PDF" in seen(desk.get(page))

    assert desk.post(f"{page}/statement", {"month": "2026-12"}).status == 303

    assert "PDF готовится" in seen(desk.get(page))
    assert desk.get(f"{page}/statement.pdf?month=2026-12").status == 303
    orders.work()
    assert "Скачать акт в PDF" in seen(desk.get(page))
    assert desk.get(f"{page}/statement.pdf?month=2026-12").status == 302
    admin = at_desk(api.admin).speaking("ru")
    assert admin.get(f"{page}/statement.pdf?agent={agent_id(api)}&month=2026-12").status == 302
