"""Vehicles of cases: VINs, and plates in any notation."""

from urllib.parse import quote

import pytest

from tests.support.api.people import People

CASES = "/v1/cases"


def found(api: People, words: str) -> list[str]:
    """Return the ids of cases that a search finds."""
    answer = api.staff.get(f"{CASES}?q={quote(words)}").expect(200)
    return [each["id"] for each in answer["items"]]


@pytest.mark.parametrize("vin", ["1HGCM82633A004352", "XTAGFK330KY123456", "wvwzzz1jz3w386752"])
def test_case_20_a_vin_of_any_maker_is_kept_in_capitals(api: People, vin: str) -> None:
    made = api.staff.post(CASES, {"vehicle": {"vin": vin}}).expect(201)

    assert made["vehicle"]["vin"] == vin.upper()


@pytest.mark.parametrize("vin", ["1HGCM82633A00435O", "1HGCM82633A0043I2", "1HGCM82633A004Q52", "1HGCM82633A00435"])
def test_case_21_a_vin_has_17_characters_and_no_letter_like_a_digit(api: People, vin: str) -> None:
    refused = api.staff.post(CASES, {"vehicle": {"vin": vin}})

    assert (refused.status, refused.pointers) == (422, ["/vehicle/vin"])


@pytest.mark.parametrize("stored", ["а123вс 777", "A123BC777", "А123ВС777"])
def test_case_22_a_plate_is_found_in_either_alphabet_and_with_spaces(api: People, stored: str) -> None:
    case = api.staff.post(CASES, {"vehicle": {"plate": stored}}).expect(201)["id"]

    assert [found(api, words) for words in ("а123вс 777", "A123BC777", "a123bc")] == [[case]] * 3


def test_case_23_a_plate_with_a_letter_that_no_plate_has_is_kept(api: People) -> None:
    case = api.staff.post(CASES, {"vehicle": {"plate": "Я123ВС77"}}).expect(201)

    assert case["vehicle"]["plate"] == "Я123ВС77"
