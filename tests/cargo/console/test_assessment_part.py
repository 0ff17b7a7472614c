"""The assessment on the claim's tab in the console, and the decision that begins with it."""

from chalicelib.features.claims.stages import Stage
from tests.cargo.consignments import carried, note_rate
from tests.claims.cases import changed, claimed
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People


def tab_of(claim_id: str) -> str:
    return f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim"


def said(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_the_tab_shows_the_estimate_and_leads_to_a_filled_decision(api: People) -> None:
    note_rate(api)
    claim_id, desk = carried(api), at_desk(api.staff).speaking("es")
    before = desk.get(tab_of(claim_id))
    changed(api, claim_id, stage=Stage.REVIEW)
    form = f"/console/claims/{claim_id}/decide?lines=proposed"

    page = desk.get(tab_of(claim_id))

    assert "el límite legal · CMR, art. 23.3 3.032,29 €" in said(seen(page))
    assert "Como máximo: 3.152,29 €" in said(seen(page))
    assert (form in before.text, form in page.text) == (False, True)
    typed = desk.get(form).text
    for each in ('value="3032,29"', 'value="120"', 'value="EUR"', "CMR, art. 23.4"):
        assert each in typed, each


def test_a_filled_decision_can_be_made(api: People) -> None:
    note_rate(api)
    claim_id, desk = carried(api), at_desk(api.staff).speaking("en")
    version = changed(api, claim_id, stage=Stage.REVIEW).version
    lines = {
        "label_0": "Goods",
        "amount_0": "3032.29",
        "label_1": "Charges",
        "amount_1": "120",
    }

    done = desk.post(
        f"/console/claims/{claim_id}/decide",
        {"version": str(version), "outcome": "payment", "currency": "EUR", **lines},
    )

    assert done.status == 303, seen(done)
    assert api.staff.get(f"/v1/claims/{claim_id}").expect(200)["awarded"]["amount"] == "3152.29"


def test_other_claims_have_no_assessment(api: People) -> None:
    claim_id = claimed(api.staff)

    assert "Assessment" not in seen(at_desk(api.staff).speaking("en").get(tab_of(claim_id)))
