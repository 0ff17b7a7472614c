"""Vehicles of policies: check digits of VINs, plates in any notation."""

import pytest

from chalicelib.features.policies.vehicle import WARNINGS, fold_plate, vin_check_digit, warnings_of


def codes(vin: str | None, plate: str | None, country: str = "RU") -> list[str]:
    return [each.code for each in warnings_of(vin, plate, country)]


@pytest.mark.parametrize(
    "vin",
    ["1HGCM82633A004352", "1hgcm82633a004352", "XTAGFK330KY123456", "WVWZZZ1JZXW000001", "1M8GDM9AXKP042788"],
)
def test_case_20_a_right_vin_and_one_without_a_check_digit_are_clean(vin: str) -> None:
    assert codes(vin, None) == []


def test_case_20_a_wrong_check_digit_is_warned_about() -> None:
    (found,) = warnings_of("1HGCM82633A004353", None, "RU")

    assert found.params == {"present": "3", "right": "5"}
    assert WARNINGS[found.code].format(**found.params).startswith("The 9th character of the VIN is 3, and should be 5")


def test_chinese_vins_have_check_digits() -> None:
    assert vin_check_digit("LSVAA4182E2123456") in "0123456789X"
    assert len(codes("LSVAA41Z2E2123456", None)) == 1


def test_case_22_spellings_of_a_plate_are_one() -> None:
    assert fold_plate("а123вс 777") == fold_plate("A123BC777") == "a123bc777"
    assert codes(None, "а123вс 777") == codes(None, "A123BC777") == []


@pytest.mark.parametrize("plate", ["Я123ВС77", "А000ВС77", "А12ВС77", "А123ВС7777"])
def test_case_23_a_plate_of_another_form_is_warned_about(plate: str) -> None:
    assert codes(None, plate) == ["plate_format"]


@pytest.mark.parametrize("plate", ["АВ 1234 77", "ВХ 123 199", "а123вс77"])
def test_trailers_and_taxis_have_forms_of_their_own(plate: str) -> None:
    assert codes(None, plate) == []


@pytest.mark.parametrize(("plate", "right"), [("1234 BCD", []), ("1234-bcd", []), ("1234 ABC", ["plate_format"])])
def test_plates_of_spain(plate: str, right: list[str]) -> None:
    assert codes(None, plate, "ES") == right


def test_plates_of_other_countries_have_no_known_form() -> None:
    assert codes(None, "AA 123 BB", "CL") == []
