"""A company accepts a decision that pays: the bank details are asked for there, and needed."""

from collections.abc import Iterator
from html import unescape
from re import findall
from typing import Any

import pytest
import time_machine

from chalicelib.base.money import Money
from chalicelib.features.claims.stages import Outcome, Stage
from tests.cabinet.visitors import HOME, Visitor
from tests.cargo.people import visitor
from tests.cargo.shippers import CLAIMS, announced, shipper
from tests.claims.cases import changed, claim_of, claimed, shown
from tests.claims.papers import announced as paper
from tests.claims.papers import file, filed, put
from tests.support import pdfs
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.lambda_events import object_created

PDF = pdfs.pdf(pages=1)
AWARDED = Money(amount="2430.88", currency="EUR")


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-20T10:00:00+02:00", tick=False):
        yield


def decided(api: People, **changes: Any) -> tuple[Visitor, str]:
    """Return the browser of a company, and the id of its claim with a decision that pays."""
    client_id = shipper(api)
    claim_id = announced(api.staff, client_id)["id"]
    at = claim_of(api, claim_id).opened_at
    known = {"outcome": Outcome.PAYMENT, "awarded": AWARDED, "decisions": 1, "reached": {Stage.DECIDED: at}}
    changed(api, claim_id, **{"stage": Stage.DECIDED, **known, **changes})
    return visitor(api, client_id), claim_id


def accept(company: Visitor, claim_id: str) -> Answer:
    version = company.call("GET", f"/claims/{claim_id}").expect(200)["version"]
    return company.call("POST", f"/claims/{claim_id}/moves", {"move": "accept", "version": version})


def fields_of(page: Answer) -> dict[str, str]:
    return {name: unescape(value) for name, value in findall(r'name="([^"]+)" value="([^"]*)"', page.text)}


def test_a_company_that_accepts_without_bank_details_is_told_what_is_missing(api: People) -> None:
    company, claim_id = decided(api)

    refused = accept(company, claim_id).expect(409)
    own = company.call("GET", f"/claims/{claim_id}").expect(200)

    assert (refused["stage"], refused["missing"]) == ("decided", ["bank_details"])
    slot = next(each for each in own["slots"] if each["code"] == "bank_details")
    assert (slot["need"], slot["missing"]) == ("payment", True)
    assert "accept" not in own["moves"]
    assert shown(api.staff, claim_id)["missing"][-1] == "bank_details"
    made = company.call("POST", f"/claims/{claim_id}/documents", paper(PDF, "bank_details")).expect(201)
    assert accept(company, claim_id).status == 409  # announced is not received
    put(made["upload"]["fields"]["key"], PDF)
    file(object_created(made["upload"]["fields"]["key"]))
    assert accept(company, claim_id).expect(200)["stage"] == "payment"


def test_a_claim_is_sent_for_review_without_bank_details(api: People) -> None:
    company, claim_id = decided(api, stage=Stage.DOCUMENTS, outcome=None, decisions=0)

    slots = {each["code"]: each for each in company.call("GET", f"/claims/{claim_id}").expect(200)["slots"]}

    assert (slots["invoice"]["missing"], slots["bank_details"]["missing"]) == (True, False)
    page = seen(company.get(f"{HOME}/claims/{claim_id}"))
    assert "Datos bancarios aún no está · se le pedirá al aceptar la resolución" in page


def test_the_page_of_the_acceptance_takes_the_bank_details_and_then_the_answer(api: People) -> None:
    company, claim_id = decided(api)
    own, path = f"{HOME}/claims/{claim_id}", f"{HOME}/claims/{claim_id}/moves/accept"
    first = company.get(own)
    assert "Pagamos en cuanto la acepte y aporte los documentos para el pago" in seen(first)
    assert '<input type="hidden" name="then" value="accept">' in first.text

    # The button of the claim leads to the form of the file at once; a second press has the same form.
    begun, again = (company.post(f"{own}/documents", {"slot": "bank_details", "then": "accept"}) for _ in range(2))
    assert begun.headers["location"].endswith(path) and again.headers["location"].endswith(path)
    page = company.get(path)
    fields = fields_of(page)
    assert "Datos bancarios En esta cuenta se ingresará el pago" in seen(page)
    assert fields["success_action_redirect"].endswith(path)
    assert "form-action" in page.headers["content-security-policy"]
    assert page.text.count('type="file"') == 1
    assert 'name="version"' not in page.text  # nothing to accept yet

    put(fields["key"], PDF)
    assert "El documento ha llegado" in seen(company.get(path))
    assert file(object_created(fields["key"])) == []
    ready = company.get(path)
    assert 'type="file"' not in ready.text
    done = company.post(path, {"version": fields_of(ready)["version"]})

    assert (done.status, shown(api.staff, claim_id)["stage"]) == (303, "payment")


def test_a_file_that_is_refused_says_why_on_the_page_and_another_one_is_taken(api: People) -> None:
    company, claim_id = decided(api)
    path = f"{HOME}/claims/{claim_id}/moves/accept"
    company.post(f"{HOME}/claims/{claim_id}/documents", {"slot": "bank_details", "then": "accept"})
    key = fields_of(company.get(path))["key"]
    put(key, pdfs.pdf(pages=1)[:200])
    file(object_created(key))

    page = company.get(path)

    assert '<p class="wrong">' in page.text
    assert '<input type="hidden" name="then" value="accept">' in page.text


def test_staff_note_an_acceptance_once_the_bank_details_are_there(api: People) -> None:
    _, claim_id = decided(api)
    case_id = claim_id.replace("claim_", "case_")
    version = shown(api.staff, claim_id)["version"]

    refused = api.staff.post(f"{CLAIMS}/{claim_id}/accept", {"version": version}).expect(409)
    tab = seen(at_desk(api.admin).speaking("es").get(f"/console/cases/{case_id}?tab=claim"))
    filed(api.staff, claim_id, PDF, slot="bank_details")
    version = shown(api.staff, claim_id)["version"]

    assert refused["missing"] == ["bank_details"]
    assert "El cliente acepta la resolución y aporta los documentos para el pago, o la impugna." in tab
    assert api.staff.post(f"{CLAIMS}/{claim_id}/accept", {"version": version}).expect(200)["stage"] == "payment"


def test_processes_with_optional_bank_details_accept_without_them(api: People) -> None:
    claim_id = claimed(api.staff, "kasko")
    rules = claim_of(api, claim_id).rules.model_copy(update={"accepts": True})
    changed(api, claim_id, stage=Stage.DECIDED, outcome=Outcome.PAYMENT, awarded=AWARDED, decisions=1, rules=rules)
    version = shown(api.staff, claim_id)["version"]

    assert api.staff.post(f"{CLAIMS}/{claim_id}/accept", {"version": version}).expect(200)["stage"] == "payment"
