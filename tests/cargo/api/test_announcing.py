"""POST /v1/claims and its signed twin: a company gets a claim with its case, documents and deadlines, once."""

from typing import Any

import pytest

from tests.cargo.shippers import CLAIMS, announced, announcement, shipper
from tests.claims.cases import shown, told
from tests.clients.bodies import added, named
from tests.support.api.people import People
from tests.webhooks.api.test_signed_calls import back_end

GOODS = {"gross_kg": "240.5", "packages": 3, "waybill": "CMR-118", "value": {"amount": "9000.00", "currency": "EUR"}}


def test_an_announced_claim_waits_for_its_company(api: People) -> None:
    client_id = shipper(api)

    claim = announced(api.staff, client_id, reference="S-1", description="2 cajas rotas", cargo=GOODS)

    assert (claim["stage"], claim["turn"], claim["process"], claim["client_id"]) == (
        "announced",
        "client",
        "cargo",
        client_id,
    )
    assert claim["facts"]["cargo"]["gross_kg"] == "240.5"
    assert claim["handler"] == f"user:sub-staff-{api.account.id}"
    assert {"invoice", "packing_list"} <= {each["code"] for each in claim["slots"]}
    case = api.staff.get(f"/v1/cases/{claim['case_id']}").expect(200)
    assert (case["reference"], case["status"], case["client_id"]) == ("S-1", "converted", client_id)
    assert case["loss"]["description"] == "2 cajas rotas"
    assert [each["type"] for each in case["timeline"]][:2] == ["case.created", "claim.announced"]
    assert [each["claim_id"] for each in told("claim.announced")] == [claim["id"]]
    deadlines = {
        each["code"]: each["last_day"]
        for each in api.staff.get(f"{CLAIMS}/{claim['id']}/deadlines").expect(200)["items"]
    }
    assert (deadlines["lcttm_hidden"], deadlines["lcttm_bar"]) == ("2026-04-08", "2027-04-01")


def test_the_same_key_announces_once(api: People) -> None:
    body, key = announcement(shipper(api)), {"Idempotency-Key": "s-118"}

    first, second = (api.key.post(CLAIMS, body, headers=key).expect(201) for _ in range(2))

    assert first == second
    assert len(api.staff.get(CLAIMS).expect(200)["items"]) == 1
    assert len(told("claim.announced")) == 1


def test_a_taken_reference_is_a_conflict_that_names_its_claim(api: People) -> None:
    client_id = shipper(api)
    claim = announced(api.staff, client_id, reference="S-1")

    refused = api.staff.post(CLAIMS, announcement(client_id, reference="S-1")).expect(409)

    assert (refused["claim_id"], refused["case_id"]) == (claim["id"], claim["case_id"])


@pytest.mark.parametrize("kind", ["breakage", "robbery", "theft", "loss"])
@pytest.mark.parametrize("goods", ["parcel", "pallet"])
@pytest.mark.parametrize("route", ["national", "international"])
def test_a7_no_combination_is_refused(api: People, kind: str, goods: str, route: str) -> None:
    claim = announced(api.staff, shipper(api), kind=kind, goods=goods, route=route)

    assert sum(each["need"] == "required" for each in claim["slots"]) >= 4
    assert claim["facts"]["total_loss"] is None


def test_goods_that_never_arrived_are_a_total_loss(api: People) -> None:
    claim = announced(
        api.staff, shipper(api), kind="loss", delivered_at=None, taken_over_at="2026-01-15T08:00:00+01:00"
    )

    assert claim["facts"]["total_loss"] is True
    deadlines = api.staff.get(f"{CLAIMS}/{claim['id']}/deadlines").expect(200)["items"]
    assert {each["code"]: each["last_day"] for each in deadlines}["lcttm_lost_taken"] == "2026-02-14"


def test_without_a_zone_days_are_the_accounts(api: People) -> None:
    assert announced(api.staff, shipper(api), zone=None)["facts"]["zone"] == "Europe/Moscow"


def test_everything_wrong_is_told_at_once(api: People) -> None:
    person = added(api.agent, named("Сидоров Пётр"))
    body = announcement(
        person,
        process="osago",
        delivered_at=None,
        handler="nobody",
        cargo={"value": {"amount": "x", "currency": "EUR"}},
    )

    refused = api.staff.post(CLAIMS, body)

    assert refused.status == 422
    assert sorted(refused.pointers) == ["/cargo/value/amount", "/client_id", "/handler", "/occurred_at", "/process"]
    late = api.staff.post(CLAIMS, {**body, "cargo": GOODS, "taken_over_at": "2099-01-01T00:00:00Z"})
    assert sorted(late.pointers) == ["/client_id", "/handler", "/process", "/taken_over_at"]


def test_a_key_that_sees_no_clients_names_none(api: People) -> None:
    client_id = shipper(api)
    blind = back_end(api, "claims:write")

    refused = blind.send(announcement(client_id), message_id="msg_1", to="/v1/hooks/claims")

    assert refused.pointers == ["/client_id"]


def test_a_signed_message_announces_once(api: People) -> None:
    carrier, body = back_end(api, "claims:write", "clients:read"), announcement(shipper(api), reference="S-7")

    first, second = (carrier.send(body, message_id="msg_7", to="/v1/hooks/claims").expect(201) for _ in range(2))

    assert first == second
    assert shown(api.staff, first["id"])["stage"] == "announced"
    other: Any = carrier.send(body, message_id="msg_8", to="/v1/hooks/claims").expect(409)
    assert other["claim_id"] == first["id"]


def test_an_account_whose_rules_announce_nothing_is_told_where_to_add_them(api: People) -> None:
    client_id = shipper(api)
    saved = api.admin.get("/v1/account/claims").expect(200)
    rest = [each for each in saved["processes"] if each["code"] != "cargo"]
    api.admin.patch("/v1/account/claims", {"version": 0, "processes": rest}).expect(200)

    refused = api.staff.post(CLAIMS, announcement(client_id), headers={"Accept-Language": "es"}).expect(422)

    (error,) = refused["errors"]
    assert error["pointer"] == "/process"
    assert "en los ajustes, en «Tramitación de siniestros»" in error["detail"]
