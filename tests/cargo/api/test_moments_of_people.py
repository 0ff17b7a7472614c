"""Moments that nobody means: each fact of a claim refuses them at its field, and no list breaks at them."""

import pytest

from chalicelib.features.claims.move_schemas import ClaimFactsBody
from tests.cargo.people import visitor
from tests.cargo.shippers import CLAIMS, announced, announcement, shipper
from tests.claims.cases import LOSS, shown
from tests.support.api.people import People

FACTS = [name for name, field in ClaimFactsBody.model_fields.items() if "AwareDatetime" in str(field.annotation)]
ENDS = ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1899-12-31T23:59:59Z", "2200-01-01T00:00:00Z")
END = "9999-12-31T23:59:59-12:00"


@pytest.mark.parametrize("moment", [*ENDS, END])
def test_facts_are_of_our_times(api: People, moment: str) -> None:
    client_id = shipper(api)
    claim_id, given = announced(api.key, client_id)["id"], dict.fromkeys(FACTS, moment)

    changed = api.key.patch(f"{CLAIMS}/{claim_id}", {"version": 1, "facts": given})
    announcing = api.key.post(CLAIMS, announcement(client_id, **given))
    own = visitor(api, client_id).call(
        "POST", "/claims/announced", {**announcement(client_id), "description": "Rotas", "agreed_at": moment}
    )

    assert len(FACTS) > 20
    assert (changed.status, set(changed.pointers)) == (422, {f"/facts/{name}" for name in FACTS})
    assert (announcing.status, set(announcing.pointers) >= {f"/{name}" for name in FACTS}) == (422, True)
    assert (own.status, "/agreed_at" in own.pointers) == (422, True)
    assert shown(api.key, claim_id)["version"] == 1


@pytest.mark.parametrize("moment", ["1900-01-01T00:00:00Z", "2199-12-31T23:59:59Z"])
def test_the_first_and_the_last_moment_are_counted_with(api: People, moment: str) -> None:
    claim_id = announced(api.key, shipper(api))["id"]

    api.key.patch(f"{CLAIMS}/{claim_id}", {"version": 1, "facts": dict.fromkeys(FACTS, moment)}).expect(200)

    assert api.key.get(f"{CLAIMS}/{claim_id}/deadlines").expect(200)["items"] != []


@pytest.mark.parametrize(
    "path",
    ["/v1/claims?due_before={}", "/v1/tickets?state=open&due_before={}", "/v1/claims?stage=documents&due_before={}"],
)
def test_lists_by_deadline_are_of_our_times(api: People, path: str) -> None:
    for moment in ENDS:
        refused = api.key.get(path.format(moment.replace("+", "%2B")))

        assert (refused.status, refused.pointers) == (422, ["?due_before"])


def test_a_case_has_a_loss_of_our_times(api: People) -> None:
    refused = api.key.post("/v1/cases", {"loss": {**LOSS, "occurred_at": ENDS[0]}})

    assert (refused.status, refused.pointers) == (422, ["/loss/occurred_at"])


def test_a_weight_has_no_exponent(api: People) -> None:
    claim_id = announced(api.key, shipper(api), cargo={"gross_kg": "1e3"})["id"]

    assert shown(api.key, claim_id)["facts"]["cargo"]["gross_kg"] == "1000"
