"""The usual process of cargo: documents by kind, goods and route, deadlines by the law of the carriage."""

from datetime import UTC, datetime
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from chalicelib.base.errors import Invalid
from chalicelib.base.money import Money
from chalicelib.features.claims.consignment import BEARS_RISK, Consignment, Incoterm
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.process_defaults import usual_processes
from chalicelib.features.claims.process_rules import check_processes
from chalicelib.features.claims.processes import ClaimProcess, SlotRule
from chalicelib.features.claims.usual_cargo import usual_cargo

DELIVERED = datetime(2026, 4, 1, 10, tzinfo=UTC)


def facts(
    kind: str, goods: str = "parcel", route: str = "national", mode: str | None = "road", **more: Any
) -> ClaimFacts:
    return ClaimFacts(kind=kind, goods=goods, route=route, mode=mode, zone="Europe/Madrid", **more)


def of_need(known: ClaimFacts, *needs: str) -> list[str]:
    return [each.code for each in usual_cargo().slots_for(known) if each.need in needs]


def slot(known: ClaimFacts, code: str) -> SlotRule:
    return next(each for each in usual_cargo().slots_for(known) if each.code == code)


def deadlines(known: ClaimFacts) -> set[str]:
    process = usual_cargo()
    return {each.code for each in process.deadlines if each.applies(process.known(known))}


@pytest.mark.parametrize(
    ("kind", "goods", "route"),
    list(product(("breakage", "robbery", "theft", "loss"), ("parcel", "pallet"), ("national", "international"))),
)
def test_a7_each_of_the_16_combinations_needs_four_documents_at_least(kind: str, goods: str, route: str) -> None:
    known = facts(kind, goods, route)

    assert len(of_need(known, "required")) >= 4
    assert len(deadlines(known)) >= 4
    assert ("customs" in of_need(known, "optional")) is (route == "international")


def test_b1_a_broken_parcel() -> None:
    known = facts("breakage")

    assert of_need(known, "required") == [
        "invoice", "waybill", "claim_letter", "delivery_note", "photos_packaging", "photos_goods",
    ]  # fmt: skip
    assert of_need(known, "one_of") == ["repair_quote", "destruction_certificate", "loss_valuation"]
    assert (slot(known, "photos_packaging").min, slot(known, "photos_goods").min) == (3, 3)


def test_b2_a_robbed_pallet_abroad_by_road() -> None:
    known = facts("robbery", "pallet", "international")

    assert of_need(known, "required", "one_of") == [
        "invoice", "waybill", "claim_letter", "packing_list", "police_report", "driver_statement",
    ]  # fmt: skip
    assert "CMR" in slot(known, "waybill").example["es"]
    assert slot(known, "police_report").within == 24


def test_b3_a_lost_parcel() -> None:
    assert of_need(facts("loss"), "required", "one_of") == [
        "invoice", "waybill", "claim_letter", "non_delivery_statement",
    ]  # fmt: skip


def test_a_theft_needs_the_delivery_note_only_of_what_was_delivered() -> None:
    assert slot(facts("theft"), "delivery_note").need == "optional"
    assert slot(facts("theft", delivered_at=DELIVERED), "delivery_note").need == "required"
    assert slot(facts("theft"), "photos_packaging").min == 1


@pytest.mark.parametrize(("amount", "surveyed"), [("3000.00", False), ("3000.01", True)])
def test_a_survey_is_needed_over_3000(amount: str, surveyed: bool) -> None:
    value = Money(amount=Decimal(amount), currency="EUR")

    assert ("survey_report" in of_need(facts("breakage", claimed=value), "required")) is surveyed
    of_goods = facts("breakage", cargo=Consignment(value=value))
    assert ("survey_report" in of_need(of_goods, "required")) is surveyed
    dear = Consignment(value=Money(amount=Decimal(9000), currency="EUR"))
    assert "survey_report" in of_need(facts("loss", cargo=dear), "optional")


@pytest.mark.parametrize(
    ("route", "mode", "zone", "law"),
    [
        ("international", "road", "Europe/Paris", "cmr"),
        ("national", "road", "Atlantic/Canary", "lcttm"),
        ("national", "road", "Europe/Moscow", None),
        ("international", "air", "America/New_York", "montreal"),
        ("national", "air", "Europe/Madrid", None),
        ("national", "sea", "Europe/Madrid", "hague_visby"),
        ("international", "rail", "Europe/Madrid", None),
        ("international", None, "Europe/Madrid", None),
    ],
)
def test_route_mode_and_place_choose_the_law(route: str, mode: str | None, zone: str, law: str | None) -> None:
    process, known = usual_cargo(), ClaimFacts(kind="breakage", route=route, mode=mode, zone=zone)

    assert process.law_of(known) == law
    assert {each.partition("_")[0] for each in deadlines(known)} - {"minimum", "interest", "insurer"} == (
        {law.partition("_")[0]} if law else set()
    )
    assert process.law_of(known.model_copy(update={"law": "cmr"})) == "cmr"


def test_deadlines_are_those_of_what_happened() -> None:
    broken, robbed = deadlines(facts("breakage", delivered_at=DELIVERED)), deadlines(facts("robbery"))
    late, lost = deadlines(facts("breakage", agreed_at=DELIVERED)), deadlines(facts("loss", total_loss=True))

    assert {"lcttm_apparent", "lcttm_hidden", "lcttm_bar"} <= broken
    assert "lcttm_delay" not in broken
    assert "lcttm_delay" in late
    assert "police" in robbed
    assert {"lcttm_lost_taken", "lcttm_bar_lost_taken"} <= lost
    assert not {"lcttm_hidden", "lcttm_bar", "police"} & lost


def test_a_deadline_of_a_law_that_counts_from_another_finds_it_by_its_new_code() -> None:
    codes = {each.code for each in usual_cargo().deadlines}
    after = {each.code: each.after for each in usual_cargo().deadlines}

    assert after["cmr_bar_lost_agreed"] == "cmr_lost_agreed"
    assert after["cmr_bar_lost_agreed"] in codes


def test_usual_processes_are_ones_that_can_be_saved() -> None:
    check_processes(usual_processes())

    assert [each.code for each in usual_processes()] == ["osago", "kasko", "cargo", "other"]


def test_variants_stand_for_documents_of_the_process() -> None:
    process = usual_cargo()
    wrong = process.slots[3].model_copy(update={"variant_of": "nothing"})

    with pytest.raises(Invalid) as refused:
        check_processes([ClaimProcess.model_validate({**dict(process), "slots": (*process.slots[:3], wrong)})])

    assert [each.pointer for each in refused.value.errors] == ["/processes/0/slots/3/variant_of"]


def test_the_party_that_bears_the_risk_is_a_hint() -> None:
    buyers = {each for each, party in BEARS_RISK.items() if party == "buyer"}

    assert buyers == set(Incoterm) - {Incoterm.DAP, Incoterm.DPU, Incoterm.DDP}
    assert Consignment(incoterm=Incoterm.DAP).likely_claimant == "seller"
    assert Consignment().likely_claimant is None
