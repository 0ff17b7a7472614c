"""Claims of clients that are merged, exported and erased, and of cases of before."""

import json

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.claims import table
from chalicelib.features.claims.upkeep import forgetting, merging, person_file, reindexing
from chalicelib.features.clients import service as clients
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from tests.claims.cases import changed, claimed, shown, told
from tests.clients.bodies import added, named
from tests.support.api.people import People

TYPED = {"place": "Москва, Тверская, 1", "description": "Ударил столб", "driver": "Сидоров Пётр"}


def of_client(api: People, client_id: str) -> list[str]:
    return [each["id"] for each in api.staff.get(f"/v1/claims?client_id={client_id}").expect(200)["items"]]


def held(api: People, caller: Caller, client_id: str) -> dict[str, str]:
    client = clients.find_client(api.account.id, client_id)
    assert client is not None
    return {each.name: each.content.decode() for each in person_file.files(caller, client, "ru")}


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
    admin = Caller(account_id=api.account.id, principal=StaffMember("admin"), role=Role.ADMIN)
    agent = Caller(account_id=api.account.id, principal=StaffMember("agent"), role=Role.AGENT)

    (claim,) = json.loads(held(api, admin, client_id)["claims.json"])["claims"]

    assert (claim["facts"]["driver"], claim["stage"]) == ("Сидоров Пётр", "closed")
    assert [each["type"] for each in claim["history"]][-1] == "claim.closed"
    assert list(held(api, agent, client_id)) == ["claims.txt"]
    assert held(api, admin, added(api.key, named("Без Убытков"))) == {}


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


def test_at_the_end_of_the_retention_nothing_of_a_claim_is_left(api: People) -> None:
    client_id = added(api.key, named("Сидоров Пётр"))
    claim_id = with_texts(api, client_id)
    other = claimed(api.staff)

    for _ in range(2):
        forgetting.end(api.account.id, client_id)

    assert table.get_claim(api.account.id, claim_id) is None
    assert table.list_entries(api.account.id, claim_id, after=None, limit=10) == ([], None)
    assert [each["id"] for each in api.staff.get("/v1/claims").expect(200)["items"]] == [other]


def test_the_operator_begins_the_claims_of_former_cases(api: People) -> None:
    first, second = claimed(api.staff), claimed(api.staff)
    former = changed(api, first, changed_at=now())
    tx = Transaction()
    table.delete_claim(tx, former)
    tx.commit()

    assert list(reindexing.reindex_all([api.account.id])) == [(api.account.id, 1)]
    assert list(reindexing.reindex_all([api.account.id])) == [(api.account.id, 0)]

    assert {each["id"] for each in api.staff.get("/v1/claims").expect(200)["items"]} == {first, second}
