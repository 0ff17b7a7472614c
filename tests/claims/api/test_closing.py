"""A refused claim closes by itself after the term for a dispute; no other one does."""

from collections.abc import Iterator

import pytest
import time_machine

from chalicelib.features.claims.stages import Stage
from tests.claims.cases import changed, claimed, shown, told
from tests.support.api.people import People
from tests.support.sweeping import sweep_cases

#: Decided on 21 December, in Moscow; disputes are possible until the end of 20 January.
LAST, AFTER = "2027-01-20T23:59:59+03:00", "2027-01-21T00:00:00+03:00"
LINES = [{"kind": "item", "label": "Бампер", "amount": "15000.00"}]


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-12-21T12:00:00+03:00", tick=False) as traveller:
        yield traveller


def decided(api: People, outcome: str = "refused", **body: object) -> str:
    claim_id = claimed(api.key)
    version = changed(api, claim_id, stage=Stage.REVIEW).version
    said = {"version": version, "outcome": outcome, "reason": "Полис не действовал", **body}
    api.key.post(f"/v1/claims/{claim_id}/decide", said).expect(200)
    return claim_id


def dispute(api: People, claim_id: str) -> None:
    body = {"version": shown(api.key, claim_id)["version"], "reason": "Полис действовал"}
    api.key.post(f"/v1/claims/{claim_id}/dispute", body).expect(200)


def swept(api: People, claim_id: str, moment: str) -> str:
    """Sweep at a moment; return the stage of the claim then."""
    with time_machine.travel(moment, tick=False):
        sweep_cases()
        stage: str = shown(api.key, claim_id)["stage"]
        return stage


def test_c4_a_refusal_that_nobody_disputes_closes_when_the_term_is_over(api: People) -> None:
    claim_id = decided(api)

    assert swept(api, claim_id, LAST) == "decided"
    assert swept(api, claim_id, AFTER) == "closed"

    claim = shown(api.key, claim_id)
    assert (claim["ending"], claim["outcome"], claim["turn"]) == ("refused", "refused", "nobody")
    (event,) = told("claim.closed")
    assert (event["claim_id"], event["ending"], event["version"]) == (claim_id, "refused", claim["version"])
    last = api.key.get(f"/v1/claims/{claim_id}/history").expect(200)["items"][0]
    assert (last["type"], last["actor"]) == ("claim.closed", "system")


def test_it_closes_once(api: People) -> None:
    claim_id = decided(api)
    swept(api, claim_id, AFTER)
    version = shown(api.key, claim_id)["version"]

    swept(api, claim_id, "2027-01-22T00:00:00+03:00")

    assert shown(api.key, claim_id)["version"] == version
    assert len(told("claim.closed")) == 1


def test_a_disputed_refusal_stays_open(api: People) -> None:
    claim_id = decided(api)
    with time_machine.travel(LAST, tick=False):
        dispute(api, claim_id)

    assert swept(api, claim_id, AFTER) == "review"


def test_a_second_refusal_has_a_term_of_its_own(api: People) -> None:
    claim_id = decided(api)
    with time_machine.travel("2027-01-10T12:00:00+03:00", tick=False):
        dispute(api, claim_id)
        version = shown(api.key, claim_id)["version"]
        body = {"version": version, "outcome": "refused", "reason": "Полис истёк"}
        api.key.post(f"/v1/claims/{claim_id}/decide", body).expect(200)

    assert swept(api, claim_id, AFTER) == "decided"
    assert swept(api, claim_id, "2027-02-10T00:00:00+03:00") == "closed"


def test_a_claim_that_was_closed_by_hand_and_reopened_stays_open(api: People) -> None:
    claim_id = decided(api)
    for move, more in (("close", {}), ("reopen", {"reason": "Ошибка"})):
        body = {"version": shown(api.key, claim_id)["version"], **more}
        api.key.post(f"/v1/claims/{claim_id}/{move}", body).expect(200)

    assert swept(api, claim_id, AFTER) == "review"


@pytest.mark.parametrize("outcome", ["payment", "repair", "partial"])
def test_other_decisions_wait_for_people(api: People, outcome: str) -> None:
    claim_id = decided(api, outcome, currency="RUB", lines=LINES)

    assert swept(api, claim_id, "2028-01-01T00:00:00+03:00") == "decided"
