"""C2 to C6: decisions about a company's claim, its dispute within 30 days, the end of a refusal, the payment."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims.stages import Stage
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.area.notices import words_of
from chalicelib.identity.table.area_notices import list_all_notices
from tests.cabinet.visitors import at_area
from tests.cargo.people import colleague
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import changed, shown, told
from tests.claims.messages import mails
from tests.claims.papers import filed
from tests.support import pdfs
from tests.support.api.client import Answer, Api
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.area import open_area
from tests.support.mailboxes import verify_sender
from tests.support.sweeping import sweep_cases

#: Day 0, and days after it.
DECIDED, DAY_30, DAY_31 = (f"{day}T12:00:00+02:00" for day in ("2026-04-06", "2026-05-06", "2026-05-07"))
LINES = [{"kind": "item", "label": "Vajilla", "amount": "1200.00"}]
PART = {"outcome": "partial", "reason": "Embalaje insuficiente", "currency": "EUR", "lines": LINES}
REFUSAL = {"outcome": "refused", "reason": "Fuera de cobertura"}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(DECIDED, tick=False) as traveller:
        yield traveller


@pytest.fixture(autouse=True)
def _sender(clock: time_machine.Traveller, api: People) -> None:
    verify_sender()


@pytest.fixture
def reviewed(api: People) -> str:
    """Return a company's claim that is being reviewed."""
    claim_id: str = announced(api.key, shipper(api))["id"]
    changed(api, claim_id, stage=Stage.REVIEW)
    return claim_id


def move(by: Api, claim_id: str, made: str, *, version: int, **body: Any) -> Answer:
    return by.post(f"/v1/claims/{claim_id}/{made}", {"version": version, **body})


@pytest.fixture
def luis(api: People, reviewed: str) -> AreaPerson:
    """Return the user of the company, who handles its claims."""
    open_area(api.account.id)
    return colleague(api, shown(api.key, reviewed)["client_id"], "luis")


def disputed(api: People, luis: AreaPerson, claim_id: str) -> Answer:
    """Dispute in the client area, in a session that begins now."""
    body = {"version": shown(api.key, claim_id)["version"], "move": "dispute", "reason": "Hay más piezas rotas"}
    return at_area(luis).call("POST", f"/claims/{claim_id}/moves", body)


def test_c2_partial_without_a_reason_is_422(api: People, reviewed: str) -> None:
    refused = move(api.staff, reviewed, "decide", version=2, **{**PART, "reason": ""})

    assert (refused.status, "/reason" in refused.pointers) == (422, True)
    assert shown(api.key, reviewed)["stage"] == "review"
    move(api.staff, reviewed, "decide", version=2, **PART).expect(200)


def test_c3_a_company_disputes_on_day_30_and_not_on_day_31_nor_twice(
    api: People, reviewed: str, luis: AreaPerson
) -> None:
    move(api.staff, reviewed, "decide", version=2, **PART).expect(200)

    with time_machine.travel(DAY_31, tick=False):
        late = disputed(api, luis, reviewed)
    assert (late.status, late.json["stage"]) == (409, "decided")
    with time_machine.travel(DAY_30, tick=False):
        disputed(api, luis, reviewed).expect(200)
        again = disputed(api, luis, reviewed)
        # a new decision is another one
        move(api.key, reviewed, "decide", version=shown(api.key, reviewed)["version"], **PART).expect(200)
        disputed(api, luis, reviewed).expect(200)

    assert (again.status, again.json["stage"]) == (409, "review")
    decisions = api.key.get(f"/v1/claims/{reviewed}/decisions").expect(200)["items"]
    assert [each["number"] for each in decisions] == [2, 1]


def test_c4_a_refusal_that_a_company_does_not_dispute_closes_on_day_31_with_one_notice(
    api: People, reviewed: str, luis: AreaPerson
) -> None:
    move(api.staff, reviewed, "decide", version=2, **REFUSAL).expect(200)
    mails()
    before = notices(api, luis)

    with time_machine.travel(DAY_30, tick=False):
        sweep_cases()
        assert shown(api.key, reviewed)["stage"] == "decided"
    with time_machine.travel(DAY_31, tick=False):
        for _ in range(2):
            sweep_cases()
            mails()

    claim = shown(api.key, reviewed)
    assert (claim["stage"], claim["ending"]) == ("closed", "refused")
    assert len(notices(api, luis)) == len(before) + 1
    assert len(told("claim.closed")) == 1


def test_c5_paying_another_amount_without_a_reason_is_422(api: People, reviewed: str) -> None:
    move(api.staff, reviewed, "decide", version=2, **PART).expect(200)
    filed(api.key, reviewed, pdfs.pdf(pages=1), "bank_details")
    move(api.staff, reviewed, "accept", version=shown(api.staff, reviewed)["version"]).expect(200)
    less = {"day": "2026-04-06", "amount": {"amount": "1100.00", "currency": "EUR"}, "reference": "TR-1"}

    version = shown(api.staff, reviewed)["version"]
    refused = move(api.staff, reviewed, "pay", version=version, **less)

    assert (refused.status, refused.pointers) == (422, ["/reason"])
    paid = move(api.staff, reviewed, "pay", version=version, **less, reason="Compensación de prima").expect(200)
    assert (paid["ending"], paid["paid"]["reason"]) == ("paid", "Compensación de prima")


def test_c6_a_viewer_decides_nothing_and_another_companys_claim_is_not_there(
    api: People, reviewed: str, luis: AreaPerson
) -> None:
    foreign = announced(api.key, shipper(api, tax_number="7736050003"))["id"]

    assert move(api.viewer, reviewed, "decide", version=2, **PART).status == 403
    assert at_area(luis).call("GET", f"/claims/{reviewed}").status == 200
    assert at_area(luis).call("GET", f"/claims/{foreign}").status == 404
    assert shown(api.key, reviewed)["stage"] == "review"


def test_a_process_without_repairs_takes_no_decision_to_repair(api: People, reviewed: str) -> None:
    refused = move(api.staff, reviewed, "decide", version=2, outcome="repair")
    form = at_desk(api.staff).speaking("es").get(f"/console/claims/{reviewed}/decide")

    assert (refused.status, refused.pointers) == (422, ["/outcome"])
    assert ('value="payment"' in form.text, 'value="repair"' in form.text) == (True, False)
    assert "Mercancía, reparación, gastos" in seen(form)


def test_the_tab_of_a_claim_says_the_last_day_of_its_next_deadline(api: People, reviewed: str) -> None:
    # Hidden damage of Ley 15/2009: 7 days after the delivery on 1 April, the last of which ends at midnight.
    tab = seen(at_desk(api.staff).speaking("es").get(f"/console/cases/{reviewed.replace('claim_', 'case_')}?tab=claim"))

    assert "hasta el 08/04/2026, quedan 2 días" in tab
    assert "09/04/2026" not in tab


def notices(api: People, person: AreaPerson) -> list[str]:
    return [words_of(each, "es") for each in list_all_notices(api.account.id, person.id)]
