"""The assessment of a claim of cargo over HTTP: amounts, articles, rates, missing facts, lines of a decision."""

from typing import Any

from tests.cargo.consignments import SDR, carried, insured_by, note_rate, own_carried
from tests.claims.api.test_moves import patch
from tests.claims.area.holders import other_holder
from tests.claims.cases import claimed
from tests.clients.bodies import added, named
from tests.support.api.people import People


def assessed(api: People, claim_id: str) -> Any:
    return api.viewer.get(f"/v1/claims/{claim_id}/assessment").expect(200)


def rub(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "RUB"}


def test_case_e5_is_an_estimate_with_articles_and_the_rate(api: People) -> None:
    note_rate(api)
    found = assessed(api, carried(api))

    carrier = found["carrier"]
    assert (found["kind"], carrier["law"]) == ("estimate", "cmr")
    assert [(each["kind"], each["amount"]["amount"], each["article"]) for each in carrier["parts"]] == [
        ("goods", "3032.29", "CMR, art. 23.3"),
        ("charges", "120.00", "CMR, art. 23.4"),
    ]
    assert carrier["total"] == {"amount": "3152.29", "currency": "EUR"}
    assert (carrier["limit"]["units"], carrier["limit"]["rate"]) == ("2499", SDR)
    assert (carrier["lacks"], carrier["would_add"]) == ([], [])


def test_case_e10_without_a_rate_it_is_not_computed(api: People) -> None:
    carrier = assessed(api, carried(api))["carrier"]

    assert (carrier["parts"], carrier["total"], carrier["lacks"]) == ([], None, ["rate"])
    assert (carrier["limit"]["units"], carrier["limit"]["amount"]) == ("2499", None)


def test_a_limit_without_an_end_is_a_fraction(api: People) -> None:
    found = assessed(api, carried(api, law="lcttm", cargo={"affected_kg": "100"}))

    assert found["carrier"]["limit"]["units"] == "33 1/3"
    assert found["carrier"]["total"] == {"amount": "666.67", "currency": "EUR"}  # by the IPREM of 2023


def test_lines_of_the_assessment_decide_the_claim(api: People) -> None:
    note_rate(api)
    claim_id = carried(api)
    found = assessed(api, claim_id)

    assert found["lines"] == [
        {"kind": "item", "label": "Lost or damaged goods (CMR, art. 23.3)", "amount": "3032.29", **_EMPTY},
        {"kind": "item", "label": "Part of the carriage charges (CMR, art. 23.4)", "amount": "120.00", **_EMPTY},
    ]
    version = api.staff.post(f"/v1/claims/{claim_id}/review", {"version": 2}).expect(200)["version"]
    body = {"version": version, "outcome": "payment", "currency": found["currency"], "lines": found["lines"]}
    decided = api.staff.post(f"/v1/claims/{claim_id}/decide", body).expect(200)
    assert decided["awarded"] == found["carrier"]["total"]


_EMPTY = dict.fromkeys(("wear", "percent", "sum_insured", "value"))


def test_the_policy_s_terms_come_to_the_insurer_s_part(api: People) -> None:
    claim_id = carried(api, claimed=rub("84000.00"), cargo={"value": rub("2500000.00"), "affected_kg": "60"})
    insured_by(api, claim_id, added(api.agent, named("Сидоров Пётр")))

    found = assessed(api, claim_id)

    assert [(each["kind"], each["amount"]["amount"]) for each in found["insurer"]["lines"]] == [
        ("item", "84000.00"),
        ("proportion", "-42000.00"),
    ]
    assert found["insurer"]["total"] == rub("42000.00")
    assert [each["kind"] for each in found["lines"]] == ["item", "proportion"]


def test_missing_facts_are_named(api: People) -> None:
    claim_id = claimed(api.staff)
    patch(api.staff, claim_id, facts={"route": "international", "mode": "rail"}).expect(200)

    found = assessed(api, claim_id)

    assert (found["carrier"]["lacks"], found["insurer"]["lacks"]) == (["contract"], ["claimed", "policy"])
    assert (found["lines"], found["currency"], found["loss"]) == ([], None, None)


def test_a_claim_without_goods_has_no_assessment(api: People) -> None:
    api.staff.get(f"/v1/claims/{claimed(api.staff)}/assessment").expect(404)


def test_own_estimates_are_open_to_their_people_alone(api: People) -> None:
    note_rate(api)
    visitor, claim_id = own_carried(api)

    found = visitor.call("GET", f"/claims/{claim_id}/expectation").expect(200)

    assert found["carrier"]["total"] == {"amount": "3152.29", "currency": "EUR"}
    assert "lines" not in found
    assert other_holder(api).call("GET", f"/claims/{claim_id}/expectation").status == 404
