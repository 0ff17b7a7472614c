"""Documents of policies: the policy, receipts and statements, ordered with payments and printed of stored facts."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from pypdf import PdfReader

from chalicelib.features.policies.printed.policy import policy_of
from chalicelib.features.policies.printed.receipt import receipt_of
from chalicelib.features.policies.printed.statement import statement_of
from chalicelib.features.printing import service as printing
from chalicelib.features.printing.model import Document, DocumentState
from tests.clients.bodies import PERSON, added, person
from tests.policies.conftest import Rate
from tests.policies.sales import OPTIONS, agent_id, sold
from tests.printing import orders
from tests.printing.unit.test_engine import findings
from tests.support.api.people import People


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-12-01T09:00:00+03:00", tick=False):
        yield


@pytest.fixture(autouse=True)
def _queue(_today: None, api: People, monkeypatch: pytest.MonkeyPatch) -> None:
    orders.open_queue(monkeypatch)


def documents(api: People, subject: str) -> list[Document]:
    """Return all documents of a subject, oldest first."""
    return printing.list_documents(api.account.id, subject)


def paid(api: People, **changes: Any) -> dict[str, Any]:
    """Issue a policy of the agent's client whose first instalment is paid."""
    return sold(api.agent, added(api.agent, PERSON), paid_instalments=1, **changes)


def printed_text(api: People, subject: str) -> str:
    """Print the orders of the queue; return the text of a subject's last document."""
    orders.work()
    last = documents(api, subject)[-1]
    assert last.state is DocumentState.PRINTED
    (file,) = (each for each in orders.files() if last.id in each.key)
    return " ".join("\n".join(page.extract_text() for page in PdfReader(BytesIO(file.data)).pages).split())


def test_case_21_a_paid_policy_is_printed_with_its_terms(api: People, tmp_path: Path) -> None:
    driver = {"name": "Петров Иван", "birth_date": "1990-05-01", "licence": "9912 345678"}
    made = paid(api, plan="in_2", drivers=[driver], options=OPTIONS)

    said = printed_text(api, made["id"])

    (file,) = (each for each in orders.files() if documents(api, made["id"])[0].id in each.key)
    pdf = PdfReader(BytesIO(file.data))
    assert str(pdf.root_object["/Lang"]) == "ru"
    assert findings(file.data, tmp_path) == []
    for each in (
        "Гевердава Вера Сергеевна",
        made["number"],
        "XTAGFK330KY123456",
        "Петров Иван",
        "48\u00a0320,50\u00a0₽".replace("\u00a0", " "),
        "30.11.2027",
        "01.12.2026, 09:00 (UTC+3)",
    ):
        assert each in said, each


def test_an_unpaid_policy_and_one_sold_elsewhere_order_nothing(api: People) -> None:
    client = added(api.agent, PERSON)
    unpaid = sold(api.agent, client)
    other = sold(
        api.agent, client, source="external", number="X-1", paid_instalments=1, vehicle={"vin": "1HGCM82633A004352"}
    )

    assert [documents(api, each["id"]) for each in (unpaid, other)] == [[], []]
    assert documents(api, f"{other['id']}#1") == []


def test_each_paid_instalment_orders_its_receipt_and_the_first_the_policy(api: People) -> None:
    made = sold(api.agent, added(api.agent, person(language="es")), plan="in_2")
    for number in (1, 2):
        body = {"version": number, "instalments": [number]}
        api.agent.post(f"/v1/policies/{made['id']}/received", body).expect(200)

    assert [(each.kind, each.language) for each in documents(api, made["id"])] == [("e_policy", "es")]
    for number in (1, 2):
        (receipt,) = documents(api, f"{made['id']}#{number}")
        printing.hasten(receipt)
        assert f"{made['number']}/{number}" in printed_text(api, f"{made['id']}#{number}")


def test_a_corrected_policy_is_printed_anew(api: People) -> None:
    made = paid(api)
    vehicle = {"vin": "1HGCM82633A004352", "make": "Honda"}
    api.agent.patch(f"/v1/policies/{made['id']}", {"version": 1, "vehicle": vehicle}).expect(200)

    assert "1HGCM82633A004352" in printed_text(api, made["id"])
    assert len(documents(api, made["id"])) == 2


def test_case_22_a_name_without_glyphs_becomes_a_task_of_the_staff(api: People) -> None:
    made = sold(
        api.agent,
        added(api.agent, person(surname="李", given_name="雷", patronymic=None, no_patronymic=True)),
        paid_instalments=1,
    )

    orders.work()

    (failed,) = documents(api, made["id"])
    assert failed.state is DocumentState.FAILED and orders.files() == []
    tasks = api.admin.get("/v1/tickets").expect(200)["items"]
    assert [each["topic"] for each in tasks] == ["task_document"] * 2  # the receipt has the name, too


def test_the_same_facts_give_the_same_content(api: People) -> None:
    made = paid(api)
    subjects = ((policy_of, made["id"]), (receipt_of, f"{made['id']}#1"))

    before = [content(api.account.id, subject, "en") for content, subject in subjects]
    with time_machine.travel("2027-03-01T09:00:00+03:00", tick=False):
        assert [content(api.account.id, subject, "en") for content, subject in subjects] == before
    assert all(before)


def test_a_statement_has_the_lines_of_the_month_and_their_sum(api: People, rate: Rate) -> None:
    rate("15")
    made = paid(api)

    content = statement_of(api.account.id, f"{agent_id(api)}#2026-12", "ru")

    assert content is not None and content.sections[0].table is not None
    (row,) = content.sections[0].table.rows
    assert made["number"] in row[1] and row[2:] == (
        "Гевердава Вера Сергеевна",
        "48\u00a0320,50\u00a0₽",
        "15\u00a0%",
        "7\u00a0248,08\u00a0₽",
    )
    assert content.highlights[0].value == "7\u00a0248,08\u00a0₽"
    assert statement_of(api.account.id, f"{agent_id(api)}#2026-11", "ru") is None
