"""Claims over HTTP: begun by conversions, shown, listed."""

from datetime import UTC, datetime
from typing import Any

import pytest

from chalicelib.aws.clients import client
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cases import table as case_table
from chalicelib.features.claims import table
from chalicelib.features.claims.model import NextDue, Wanted
from chalicelib.features.claims.stages import Stage
from tests.claims.cases import LOSS, changed, claimed, converted, opened, shown, told
from tests.clients.bodies import added, named
from tests.support.api.client import Api
from tests.support.api.people import People

CLAIMS = "/v1/claims"


def listed(by: Api, query: str = "") -> list[str]:
    return [each["id"] for each in by.get(f"{CLAIMS}?{query}").expect(200)["items"]]


def test_a_conversion_begins_the_claim_of_the_same_ulid(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    case_id = opened(api.staff, client_id=client_id)

    claim = shown(api.viewer, converted(api.staff, case_id))

    assert (claim["id"], claim["case_id"]) == (case_id.replace("case_", "claim_"), case_id)
    assert (claim["process"], claim["stage"], claim["turn"], claim["version"]) == ("osago", "documents", "client", 1)
    assert claim["client_id"] == client_id
    assert claim["handler"].startswith("user:")
    assert claim["facts"]["place"] == LOSS["place"]
    assert claim["missing"] == [
        "application", "identity", "vehicle_papers", "accident_notice", "police_report", "damage_photos",
    ]  # fmt: skip
    assert [each["stage"] for each in claim["steps"] if each["current"]] == ["documents"]
    (event,) = told("claim.started")
    assert (event["claim_id"], event["case_id"], event["stage"]) == (claim["id"], case_id, "documents")
    history = api.viewer.get(f"{CLAIMS}/{claim['id']}/history").expect(200)
    assert [each["type"] for each in history["items"]] == ["claim.started"]


def test_the_names_of_stages_and_documents_are_in_the_readers_language(api: People) -> None:
    claim_id = claimed(api.staff)

    claim = api.staff.get(f"{CLAIMS}/{claim_id}", headers={"Accept-Language": "ru"}).expect(200)

    assert claim["stage_label"] == "Ждём документы"
    assert claim["slots"][1]["label"] == "Паспорт"


def test_a_case_that_is_not_converted_has_no_claim(api: People) -> None:
    case_id = opened(api.staff, process="osago")

    api.staff.get(f"{CLAIMS}/{case_id.replace('case_', 'claim_')}").expect(404)


def test_a_second_conversion_into_the_same_process_leaves_the_claim(api: People) -> None:
    case_id = opened(api.staff)
    claim_id = converted(api.staff, case_id)
    before = shown(api.staff, claim_id)

    converted(api.staff, case_id)

    assert shown(api.staff, claim_id) == before
    assert len(told("claim.started")) == 1


def test_a_conversion_into_another_process_restarts_the_claim(api: People) -> None:
    case_id = opened(api.staff)
    claim_id = converted(api.staff, case_id)
    changed(api, claim_id, stage=Stage.REVIEW)

    converted(api.staff, case_id, "kasko")

    claim = shown(api.staff, claim_id)
    assert (claim["process"], claim["stage"], claim["version"]) == ("kasko", "documents", 3)
    assert claim["slots"][0]["code"] == "notice_of_loss"
    assert len(told("claim.updated")) == 1


@pytest.mark.parametrize("stage", ["decided", "repair", "payment", "closed", "rejected"])
def test_a_decided_claim_keeps_its_process(api: People, stage: str) -> None:
    case_id = opened(api.staff)
    claim_id = converted(api.staff, case_id)
    changed(api, claim_id, stage=Stage(stage))

    refused = api.staff.post(f"/v1/cases/{case_id}/convert", {"process": "kasko", "fields": {}}).expect(409)

    assert refused["stage"] == stage
    assert api.staff.get(f"/v1/cases/{case_id}").expect(200)["process"] == "osago"


def test_a_case_that_was_converted_before_claims_were_gets_its_claim_when_it_is_shown(api: People) -> None:
    case_id = opened(api.staff)
    claim_id = converted(api.staff, case_id)
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    tx = Transaction()
    table.delete_claim(tx, claim)
    tx.commit()
    assert listed(api.staff) == []

    assert shown(api.viewer, claim_id)["process"] == "osago"

    assert listed(api.staff) == [claim_id]
    assert case_table.get_case(api.account.id, case_id) is not None
    assert len(told("claim.started")) == 1


def test_a_claim_follows_the_client_of_its_case(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    case_id = opened(api.staff)
    claim_id = converted(api.staff, case_id)
    assert listed(api.staff, f"client_id={client_id}") == []

    api.staff.patch(f"/v1/cases/{case_id}", {"client_id": client_id}).expect(200)

    assert listed(api.staff, f"client_id={client_id}") == [claim_id]
    assert shown(api.staff, claim_id)["client_id"] == client_id


def test_claims_are_listed_by_stage_handler_and_deadline(api: People) -> None:
    first, second, third = (claimed(api.staff) for _ in range(3))
    changed(api, second, stage=Stage.REVIEW, next_due=NextDue(code="decision", ends_at="2026-12-20T21:00:00Z"))
    changed(api, third, handler=None, next_due=NextDue(code="decision", ends_at="2026-12-10T21:00:00Z"))
    mine = f"handler={shown(api.staff, first)['handler'].removeprefix('user:')}"

    assert listed(api.staff) == [third, second, first]
    assert listed(api.staff, "stage=review") == [second]
    assert listed(api.staff, mine) == [second, first]
    assert listed(api.staff, f"{mine}&stage=documents") == [first]
    assert listed(api.staff, "due_before=2027-01-01T00:00:00Z") == [third, second]
    assert listed(api.staff, "due_before=2026-12-15T00:00:00Z") == [third]
    assert listed(api.staff, f"due_before=2027-01-01T00:00:00Z&{mine}") == [second]
    assert listed(api.staff, "due_before=2027-01-01T00:00:00Z&stage=review") == [second]
    assert listed(api.staff, f"due_before=2027-01-01T00:00:00Z&{mine}&stage=documents") == []


def test_claims_of_a_client_with_a_deadline_are_one_query_in_the_order_of_their_ends(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    first, second = (claimed(api.staff, client_id=client_id) for _ in range(2))
    others = [claimed(api.staff) for _ in range(3)]
    changed(api, first, stage=Stage.REVIEW, next_due=NextDue(code="decision", ends_at="2026-12-20T21:00:00Z"))
    changed(api, second, next_due=NextDue(code="decision", ends_at="2026-12-10T21:00:00Z"))
    for each in others:
        changed(api, each, next_due=NextDue(code="decision", ends_at="2026-12-01T21:00:00Z"))
    wanted = f"client_id={client_id}&due_before=2027-01-01T00:00:00Z"

    dynamodb = client("dynamodb")
    calls: list[str] = []
    really = dynamodb._make_api_call

    def counted(name: str, arguments: Any) -> Any:
        calls.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)
    in_time = Wanted(client_id=client_id, due_before=datetime(2027, 1, 1, tzinfo=UTC))
    found, _ = table.list_claims(api.account.id, in_time, after=None, limit=25)

    assert [each.id for each in found] == [second, first]
    assert calls == ["Query", "BatchGetItem"]
    assert listed(api.staff, f"{wanted}&stage=review") == [first]
    changed(api, second, next_due=None)
    assert listed(api.staff, wanted) == [first]


@pytest.mark.parametrize("query", ["", "stage=documents&", "due_before=2027-01-01T00:00:00Z&"])
def test_pages_of_a_list_meet_without_a_gap(api: People, query: str) -> None:
    ids = [claimed(api.staff) for _ in range(5)]
    for place, each in enumerate(ids):
        changed(api, each, next_due=NextDue(code="decision", ends_at=f"2026-12-{20 - place}T21:00:00Z"))
    found: list[str] = []
    cursor = ""
    while True:
        page = api.staff.get(f"{CLAIMS}?{query}limit=2{cursor}").expect(200)
        found += [each["id"] for each in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"

    assert found == list(reversed(ids))


def test_a_claim_of_another_account_is_not_found(api: People) -> None:
    claim_id = claimed(api.staff)

    api.stranger.get(f"{CLAIMS}/{claim_id}").expect(404)
    assert listed(api.stranger) == []
