"""The policy's page in the client area: its order, the printed policy, papers that people have to prepare."""

import gzip
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from chalicelib.features.policies.links import url_of
from tests.cabinet.visitors import HOME
from tests.clients.bodies import PERSON, added, person
from tests.conversations.requests import shown
from tests.payments import conftest as payments
from tests.payments.banks import Till
from tests.policies.api.test_documents_by_mail import print_all
from tests.policies.api.test_renewal import CHOICES
from tests.policies.area.people import client_of_area, company_user_of
from tests.policies.sales import sold
from tests.printing import orders
from tests.support.api.desk import seen
from tests.support.api.people import People

bank, yookassa, _bills = payments.bank, payments.yookassa, payments._bills


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _queue(_today: None, api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.open_queue(monkeypatch)


def insured(api: People, client_id: str, **changes: Any) -> dict[str, Any]:
    """Sell a policy whose first of four instalments is paid."""
    return sold(api.agent, client_id, **{"plan": "in_4", "options": CHOICES, "paid_instalments": 1, **changes})


def test_case_21_the_printed_policy_is_read_for_five_minutes(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = insured(api, client_id)
    print_all(api, policy["id"])
    visitor = client_of_area(api, client_id)

    shown = visitor.call("GET", f"/policies/{policy['id']}").expect(200)
    (paper,) = (each for each in shown["documents"] if each["kind"] == "e_policy")
    answer = visitor.get(f"{HOME}/policies/{policy['id']}/documents/{paper['id']}")

    assert answer.status == 302 and "X-Amz-Expires=300" in answer.headers["location"]
    (file,) = (each for each in orders.files() if each.key.rpartition("/")[2].startswith(paper["id"]))
    assert file.key in answer.headers["location"]
    pdf = PdfReader(BytesIO(file.data))
    said = " ".join("\n".join(each.extract_text() for each in pdf.pages).split())
    assert "Гевердава Вера Сергеевна" in said and str(pdf.root_object["/Lang"]) == "ru"
    check = api.nobody.get(f"/p/{url_of('check', api.account.id, policy['id']).rpartition('/')[2]}?lang=ru")
    assert "Действует до 30.11.2027" in check.text and "Гевердава" not in check.text


def test_case_22_a_paper_without_glyphs_is_prepared_by_people(api: People) -> None:
    name = person(surname="李", given_name="雷", patronymic=None, no_patronymic=True)
    client_id = added(api.agent, name)
    policy = insured(api, client_id)
    visitor = client_of_area(api, client_id)
    path = f"{HOME}/policies/{policy['id']}"

    before = seen(visitor.get(path))
    print_all(api, policy["id"])
    after = seen(visitor.get(path))
    told = visitor.call("GET", f"/policies/{policy['id']}").expect(200)

    assert "Полис печатается" in before
    assert "Полис для вас готовят наши сотрудники" in after and "Квитанцию для вас готовят" in after
    assert (told["documents"], told["documents_by_staff"]) == ([], ["e_policy", "receipt"])
    assert "李雷" in told["holder"].replace(" ", "") and "?" not in told["holder"]
    assert orders.files() == []
    tasks = api.admin.get("/v1/tickets").expect(200)["items"]
    assert {each["topic"] for each in tasks} == {"task_document"}
    said = [each["text"] for task in tasks for each in shown(api.admin, task["id"])["messages"]]
    assert any(f"/console/policies/{policy['id']}" in each and "李" in each for each in said)


def test_k10_the_page_has_one_order(api: People, yookassa: Till) -> None:
    client_id = added(api.agent, PERSON)
    policy = insured(api, client_id, drivers=[{"name": "Петров Иван", "birth_date": "1990-05-01"}])
    print_all(api, policy["id"])
    with time_machine.travel("2027-06-20T09:00:00+03:00", tick=False):
        page = client_of_area(api, client_id).get(f"{HOME}/policies/{policy['id']}")

    words = seen(page).replace("\u00a0", " ")
    order = (
        *("LADA Vesta А123ВС 777", "01.12.2026 – 30.11.2027", "Следующий взнос", "Оплатить 12 080,13 ₽"),
        *("Заявить об убытке", "Продлить полис", "Условия страхования", "1 250 000,00 ₽", "Петров Иван", "Документы"),
        *("PDF, RU", "Взносы", "Квитанция, взнос 1", "Оплатить 12 080,12 ₽", "Что делать, если произошёл страховой"),
        *("К кому обратиться", "Расторгнуть полис"),
    )
    places = [words.find(each) for each in order]
    assert -1 not in places, [each for each, place in zip(order, places, strict=True) if place < 0]
    assert places == sorted(places)
    assert 'href="tel:+74951234567"' in page.text
    assert f"/claims/new?policy_id={policy['id']}" in page.text


def test_a_loss_is_declared_from_the_policys_page_with_its_advice(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = insured(api, client_id)
    insured(api, client_id, number="К-2", vehicle={"plate": "В001ОР 99"})
    visitor = client_of_area(api, client_id)

    chosen = visitor.get(f"{HOME}/claims/new?policy_id={policy['id']}")
    foreign = visitor.get(f"{HOME}/claims/new?policy_id=pol_01JQ8ZK3N5V7W9X2Y4B6D8F0HA")
    step = visitor.post(f"{HOME}/claims/new", {"step": "policy", "policy_id": policy["id"]})

    assert f'value="{policy["id"]}" checked' in chosen.text
    assert " checked" not in foreign.text
    assert "Не ремонтируйте автомобиль до осмотра." in seen(step)


def test_the_page_is_light_for_a_phone(api: People) -> None:
    client_id = added(api.agent, PERSON)
    policy = insured(api, client_id)

    page = client_of_area(api, client_id).get(f"{HOME}/policies/{policy['id']}")

    assert len(gzip.compress(page.text.encode())) < 30_000
    assert company_user_of(api, client_id).get(f"{HOME}/policies/{policy['id']}").status == 404
