"""Letters to carriers over HTTP: their last days, drafts, and the day of sending that meets the deadline."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine

from tests.cargo.consignments import GOODS
from tests.cargo.shippers import announced, shipper
from tests.claims.api.test_moves import patch
from tests.claims.area.holders import holder_of, other_holder
from tests.claims.cases import changed, claim_of, claimed, shown
from tests.support.api.people import People


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-08T12:00:00+02:00", tick=False):
        yield


def carried(api: People, **facts: Any) -> tuple[str, str]:
    """Announce a claim under the CMR, delivered on 1 April; return the ids of its client and of itself."""
    client_id = shipper(api)
    known = {"route": "international", "description": "Tres cajas rotas", "cargo": GOODS, **facts}
    claim = announced(api.key, client_id, **known)
    return client_id, claim["id"]


def letters(api: People, claim_id: str) -> dict[str, Any]:
    found = api.key.get(f"/v1/claims/{claim_id}/letters").expect(200)["items"]
    return {each["code"]: each for each in found}


def deadline(api: People, claim_id: str, code: str) -> Any:
    found = api.key.get(f"/v1/claims/{claim_id}/deadlines").expect(200)["items"]
    return next(each for each in found if each["code"] == code)


def note(api: People, claim_id: str, code: str, day: str) -> None:
    """Note the day on which a letter went to the carrier."""
    version = shown(api.key, claim_id)["version"]
    api.key.post(f"/v1/claims/{claim_id}/letters/{code}/sent", {"version": version, "day": day}).expect(200)


def test_letters_have_the_last_days_laws_and_effects_of_their_deadlines(api: People) -> None:
    _, claim_id = carried(api)

    found = letters(api, claim_id)

    assert list(found) == ["apparent", "hidden", "claim"]
    hidden = deadline(api, claim_id, "cmr_hidden")
    assert (found["hidden"]["last_day"], found["hidden"]["law"]) == (hidden["last_day"], "CMR, art. 30.1")
    assert (found["hidden"]["state"], found["hidden"]["sent_at"]) == ("open", None)
    assert found["hidden"]["effect"]
    assert found["claim"]["last_day"] == deadline(api, claim_id, "cmr_bar")["last_day"] == "2027-04-01"


def test_a_delay_has_a_letter_where_a_day_was_agreed(api: People) -> None:
    _, claim_id = carried(api, agreed_at="2026-03-20T10:00:00+01:00")

    assert letters(api, claim_id)["delay"]["last_day"] == "2026-04-22"


def test_a_draft_is_in_english_under_a_convention_unless_another_language_is_chosen(api: People) -> None:
    _, claim_id = carried(api)
    at = f"/v1/claims/{claim_id}/letters/hidden"

    usual, chosen = (api.key.get(path).expect(200) for path in (at, f"{at}?language=es"))

    assert (usual["language"], chosen["language"]) == ("en", "es")
    assert "Transportes Levante, S. L." in usual["text"]
    assert "reservations in writing (CMR, art. 30.1)" in usual["text"]
    assert "reservas por escrito (CMR, art. 30.1)" in chosen["text"]
    assert usual["missing"] == []


def test_the_day_of_sending_meets_the_deadline_and_stands_in_the_history(api: People) -> None:
    _, claim_id = carried(api)
    version = api.key.get(f"/v1/claims/{claim_id}").expect(200)["version"]

    noted = api.key.post(f"/v1/claims/{claim_id}/letters/hidden/sent", {"version": version, "day": "2026-04-07"})

    sent = {each["code"]: each["sent_at"] for each in noted.expect(200)["items"]}
    assert sent["hidden"] == "2026-04-07T10:00:00Z"
    assert deadline(api, claim_id, "cmr_hidden")["state"] == "met"
    assert deadline(api, claim_id, "cmr_bar")["state"] == "open"
    history = api.key.get(f"/v1/claims/{claim_id}/history").expect(200)["items"]
    assert ["reserved_hidden_at"] in [each["data"].get("fields") for each in history]


def test_the_earliest_noted_day_stays(api: People) -> None:
    _, claim_id = carried(api)
    for day in ("2026-04-01", "2026-04-08"):
        note(api, claim_id, "apparent", day)

    assert letters(api, claim_id)["apparent"]["sent_at"] == "2026-04-01T10:00:00Z"
    assert deadline(api, claim_id, "cmr_apparent")["state"] == "met"


def test_each_reservation_meets_its_own_deadline_alone(api: People) -> None:
    _, claim_id = carried(api, agreed_at="2026-03-20T10:00:00+01:00")

    note(api, claim_id, "hidden", "2026-04-07")

    known = letters(api, claim_id)
    assert {code: each["sent_at"] for code, each in known.items()} == {
        "apparent": None,
        "hidden": "2026-04-07T10:00:00Z",
        "delay": None,
        "claim": None,
    }
    states = {code: deadline(api, claim_id, f"cmr_{code}")["state"] for code in ("apparent", "hidden", "delay")}
    assert states == {"apparent": "missed", "hidden": "met", "delay": "open"}
    facts = shown(api.key, claim_id)["facts"]
    assert (facts["reserved_hidden_at"], facts["reserved_delay_at"]) == ("2026-04-07T10:00:00Z", None)


def test_one_letter_with_all_reservations_meets_each_that_it_was_in_time_for(api: People) -> None:
    _, claim_id = carried(api, agreed_at="2026-03-20T10:00:00+01:00")

    patch(api.key, claim_id, facts={"reserved_at": "2026-04-07T10:00:00Z"}).expect(200)

    states = {code: deadline(api, claim_id, f"cmr_{code}")["state"] for code in ("apparent", "hidden", "delay")}
    assert states == {"apparent": "missed", "hidden": "met", "delay": "met"}
    assert letters(api, claim_id)["delay"]["sent_at"] == "2026-04-07T10:00:00Z"


def test_a_claim_with_the_rules_of_before_has_one_fact_for_all_reservations(api: People) -> None:
    _, claim_id = carried(api, agreed_at="2026-03-20T10:00:00+01:00")
    rules = claim_of(api, claim_id).rules
    former = [
        each.model_copy(update={"met_by": ("reserved_at",)}) if "reserved_at" in each.met_by else each
        for each in rules.deadlines
    ]
    changed(api, claim_id, rules=rules.model_copy(update={"deadlines": tuple(former)}))

    note(api, claim_id, "hidden", "2026-04-07")

    assert shown(api.key, claim_id)["facts"]["reserved_at"] == "2026-04-07T10:00:00Z"
    assert letters(api, claim_id)["delay"]["sent_at"] == "2026-04-07T10:00:00Z"
    assert deadline(api, claim_id, "cmr_hidden")["state"] == "met"


@pytest.mark.parametrize("day", ["2026-04-09", "2026-03-31", "soon"])
def test_a_day_on_which_it_cannot_have_been_sent_is_told_at_its_place(api: People, day: str) -> None:
    _, claim_id = carried(api)

    refused = api.key.post(f"/v1/claims/{claim_id}/letters/hidden/sent", {"version": 1, "day": day}).expect(422)

    assert [each["pointer"] for each in refused["errors"]] == ["/day"]
    assert letters(api, claim_id)["hidden"]["sent_at"] is None


def test_a_stale_version_is_a_conflict(api: People) -> None:
    _, claim_id = carried(api)

    api.key.post(f"/v1/claims/{claim_id}/letters/claim/sent", {"version": 99, "day": "2026-04-07"}).expect(409)


def test_others_and_claims_without_goods_have_no_letters(api: People) -> None:
    client_id, claim_id = carried(api)
    visitor = holder_of(api, client_id)

    assert visitor.call("GET", f"/claims/{claim_id}/letters/hidden").status == 200
    assert other_holder(api).call("GET", f"/claims/{claim_id}/letters").status == 404
    assert visitor.call("GET", f"/claims/{claim_id}/letters/damage").status == 404
    assert api.key.get(f"/v1/claims/{claimed(api.key)}/letters").status == 404


def test_the_client_notes_the_day_too(api: People) -> None:
    client_id, claim_id = carried(api)
    visitor = holder_of(api, client_id)
    version = visitor.call("GET", f"/claims/{claim_id}").expect(200)["version"]

    noted = visitor.call("POST", f"/claims/{claim_id}/letters/claim/sent", {"version": version, "day": "08/04/2026"})

    assert noted.status == 200, noted.text
    assert letters(api, claim_id)["claim"]["sent_at"] == "2026-04-08T10:00:00Z"
    (entry, *_) = api.key.get(f"/v1/claims/{claim_id}/history").expect(200)["items"]
    assert entry["actor"].startswith("person:")
