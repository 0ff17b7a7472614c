"""Claims of clients that are merged, exported and erased, and of cases of before."""

import json
from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims import table
from chalicelib.features.claims.model import NextDue
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.table.rows import FoundRow
from chalicelib.features.claims.upkeep import forgetting, merging, person_documents, person_file, reindexing
from chalicelib.features.clients import service as clients
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from tests.cargo.shippers import announced, shipper
from tests.claims.cases import changed, claimed, shown, told
from tests.claims.papers import filed
from tests.clients.bodies import added, named
from tests.printing import orders
from tests.support import pdfs
from tests.support.api.people import People
from tests.support.lambda_events import raw_items

TYPED = {"place": "Москва, Тверская, 1", "description": "Ударил столб", "driver": "Сидоров Пётр"}


def of_client(api: People, client_id: str) -> list[str]:
    return [each["id"] for each in api.staff.get(f"/v1/claims?client_id={client_id}").expect(200)["items"]]


def held(api: People, caller: Caller, client_id: str) -> dict[str, str]:
    client = clients.find_client(api.account.id, client_id)
    assert client is not None
    found = [each for each in person_file.files(caller, client, "ru") if each.name.endswith((".json", ".txt"))]
    return {each.name: each.content.decode() for each in found}


def admin_of(api: People) -> Caller:
    return Caller(account_id=api.account.id, principal=StaffMember("admin"), role=Role.ADMIN)


def to_referral(api: People, claim_id: str) -> None:
    """Decide a claim as a repair, and refer its vehicle."""
    version = changed(api, claim_id, stage=Stage.REVIEW).version
    lines = [{"kind": "item", "label": "Бампер", "amount": "8400.00"}]
    repair = {"version": version, "outcome": "repair", "currency": "RUB", "lines": lines}
    api.staff.post(f"/v1/claims/{claim_id}/decide", repair).expect(200)
    workshop = {"name": "Север", "address": "Тверская, 1", "phone": "+7 495 123-45-67"}
    body = {"version": version + 1, "workshop": workshop, "until": "2099-01-31"}
    api.staff.post(f"/v1/claims/{claim_id}/referral", body).expect(200)


def with_texts(api: People, client_id: str) -> str:
    claim_id = claimed(api.staff, client_id=client_id)
    version = shown(api.staff, claim_id)["version"]
    api.staff.patch(f"/v1/claims/{claim_id}", {"version": version, "facts": {**TYPED, "kind": "theft"}}).expect(200)
    api.staff.post(f"/v1/claims/{claim_id}/withdraw", {"version": version + 1, "reason": "Нашёл"}).expect(200)
    return claim_id


def test_claims_move_with_a_merged_client(api: People) -> None:
    old, new = (added(api.key, named(name)) for name in ("Сидоров Пётр", "Сидоров Павел"))
    ids = [claimed(api.staff, client_id=old) for _ in range(3)]

    assert merging.move_claims(api.account.id, old, new, limit=2) == 2
    assert merging.move_claims(api.account.id, old, new, limit=2) == 1
    assert merging.move_claims(api.account.id, old, new, limit=2) == 0

    assert (of_client(api, old), sorted(of_client(api, new))) == ([], sorted(ids))
    assert {each["client_id"] for each in told("claim.updated")} == {new}


def test_the_export_of_a_client_has_its_claims_with_their_histories(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    with_texts(api, client_id)
    admin = admin_of(api)
    agent = Caller(account_id=api.account.id, principal=StaffMember("agent"), role=Role.AGENT)

    (claim,) = json.loads(held(api, admin, client_id)["claims.json"])["claims"]

    assert (claim["facts"]["driver"], claim["stage"]) == ("Сидоров Пётр", "closed")
    assert [each["type"] for each in claim["history"]][-1] == "claim.closed"
    assert list(held(api, agent, client_id)) == ["claims.txt"]
    assert held(api, admin, added(api.key, named("Без Убытков"))) == {}


def test_the_export_has_all_parts_of_a_claim_and_the_files_of_its_documents(api: People) -> None:
    client_id, data = added(api.key, named("Сидоров Пётр")), pdfs.pdf()
    claim_id = claimed(api.staff, "kasko", client_id=client_id)
    filed(api.staff, claim_id, data)
    to_referral(api, claim_id)
    client = clients.find_client(api.account.id, client_id)
    assert client is not None

    files = {each.name: each.content for each in person_file.files(admin_of(api), client, "ru")}

    (claim,) = json.loads(files.pop("claims.json"))["claims"]
    (document,), (decision,), (referral,) = claim["documents"], claim["decisions"], claim["referrals"]
    assert files == {document["file"]: data}
    assert document["file"].endswith("-Справка.pdf")
    assert (decision["outcome"], referral["workshop"]["name"]) == ("repair", "Север")
    assert "decision" in [each["code"] for each in claim["deadlines"]]


def test_files_for_which_the_export_has_no_room_are_named_with_their_page(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person_documents, "MOST_BYTES", 10)
    client_id = added(api.key, named("Сидоров Пётр"))
    claim_id = claimed(api.staff, client_id=client_id)
    filed(api.staff, claim_id, pdfs.pdf())

    (claim,) = json.loads(held(api, admin_of(api), client_id)["claims.json"])["claims"]

    case_id = claim_id.replace("claim_", "case_")
    assert claim["documents"][0]["page_of_staff"].endswith(f"/console/cases/{case_id}?tab=claim")
    assert "file" not in claim["documents"][0]


def test_the_reason_for_a_waived_deadline_is_erased_with_the_client(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    claim_id = claimed(api.staff, client_id=client_id)
    at = f"/v1/claims/{claim_id}/deadlines/decision/waive"
    api.staff.post(at, {"reason": "Сидоров просил"}).expect(200)

    for _ in range(2):
        forgetting.forget(api.account.id, client_id)

    assert "Сидоров" not in str(api.staff.get(f"/v1/claims/{claim_id}/deadlines").expect(200))
    assert "Сидоров" not in str(api.staff.get(f"/v1/claims/{claim_id}/history").expect(200))


def test_an_erased_clients_claims_keep_no_typed_text(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    claim_id = with_texts(api, client_id)

    for _ in range(2):
        forgetting.forget(api.account.id, client_id)

    claim = shown(api.staff, claim_id)
    assert [claim["facts"][name] for name in TYPED] == [None, None, None]
    assert (claim["facts"]["kind"], claim["stage"]) == ("theft", "closed")
    history = str(api.staff.get(f"/v1/claims/{claim_id}/history").expect(200))
    assert [word for word in ("Нашёл", "Сидоров", "столб") if word in history] == []


def test_reasons_and_words_about_goods_go_from_the_claim_its_case_and_its_documents(api: People) -> None:
    client_id = shipper(api)
    goods = {"description": "Loza de Pérez", "carrier": "Pérez e Hijos", "place_of_delivery": "Casa Pérez"}
    numbers = {"waybill": "CMR-7", "gross_kg": "40"}
    rejected = announced(api.key, client_id)["id"]
    api.key.post(f"/v1/claims/{rejected}/reject", {"version": 1, "reason": "Pérez no quiere", "asked": "Pérez"})
    started = announced(api.key, client_id, cargo={**goods, **numbers})["id"]
    api.key.post(f"/v1/claims/{started}/start", {"version": 1, "asked": "Por Pérez"}).expect(200)
    paper = filed(api.key, started, pdfs.pdf(), "invoice")
    at = f"/v1/claims/{started}/documents/{paper['id']}"
    api.key.post(f"{at}/refuse", {"reason": "Pérez no ha firmado"}).expect(200)
    broken = filed(api.key, started, b"%PDF-", "waybill")

    for _ in range(2):
        forgetting.forget(api.account.id, client_id)

    left = [each for each in (*raw_items("claims"), *of_case(rejected), *of_case(started)) if "Pérez" in str(each)]
    assert left == []
    assert shown(api.key, rejected)["rejection"] == {"code": "other", "text": ""}
    cargo = shown(api.key, started)["facts"]["cargo"]
    assert (cargo["waybill"], cargo["gross_kg"], cargo["carrier"]) == ("CMR-7", "40", None)
    assert api.key.get(at).expect(200)["reason"] == "-"
    refusals = api.key.get(f"/v1/claims/{started}/documents/{broken['id']}").expect(200)
    assert (refusals["refusal"], len(refusals["reason"]) > 1) == ("broken", True)


def of_case(claim_id: str) -> list[Any]:
    """Return the entries of the timeline of a claim's case."""
    case_id = claim_id.replace("claim_", "case_")
    return [each for each in raw_items("cases") if case_id in each["pk"]["S"] and each["sk"]["S"].startswith("evt#")]


def test_at_the_end_of_the_retention_nothing_of_a_claim_is_left(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    claim_id = with_texts(api, client_id)
    other = claimed(api.staff)

    for _ in range(2):
        forgetting.end(api.account.id, client_id)

    assert table.get_claim(api.account.id, claim_id) is None
    assert table.list_entries(api.account.id, claim_id, after=None, limit=10) == ([], None)
    assert [each["id"] for each in api.staff.get("/v1/claims").expect(200)["items"]] == [other]


def test_decisions_deadlines_and_printed_referrals_end_with_their_claim(
    api: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders.open_queue(monkeypatch)
    client_id = added(api.key, named("Сидоров Пётр"))
    claim_id = claimed(api.staff, "kasko", client_id=client_id)
    to_referral(api, claim_id)
    orders.work()
    assert len(orders.files()) == 1

    for _ in range(2):
        forgetting.end(api.account.id, client_id)

    assert orders.files() == []
    assert [each for each in raw_items("claims") if claim_id in str(each)] == []


def test_the_operator_begins_the_claims_of_former_cases(api: People) -> None:
    first, second = claimed(api.staff), claimed(api.staff)
    former = changed(api, first, changed_at=now())
    tx = Transaction()
    table.delete_claim(tx, former)
    tx.commit()

    assert list(reindexing.reindex_all([api.account.id])) == [(api.account.id, 1)]
    assert list(reindexing.reindex_all([api.account.id])) == [(api.account.id, 0)]

    assert {each["id"] for each in api.staff.get("/v1/claims").expect(200)["items"]} == {first, second}


def test_the_operator_places_earlier_claims_in_lists_by_deadline(api: People) -> None:
    claim_id = claimed(api.staff)
    claim = changed(api, claim_id, next_due=NextDue(code="decision", ends_at="2026-12-20T21:00:00Z"))
    place = FoundRow.get(f"{api.account.id}#stage#documents#due", f"2026-12-20T21:00:00.000000Z#{claim.id}")
    place.delete()
    assert due_at_documents(api) == []

    assert list(reindexing.reindex_all([api.account.id])) == [(api.account.id, 1)]
    assert list(reindexing.reindex_all([api.account.id])) == [(api.account.id, 0)]

    assert due_at_documents(api) == [claim_id]


def due_at_documents(api: People) -> list[str]:
    found = api.staff.get("/v1/claims?stage=documents&due_before=2027-01-01T00:00:00Z").expect(200)
    return [each["id"] for each in found["items"]]
