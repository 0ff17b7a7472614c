"""Phone numbers in any usual notation."""

import pytest

from chalicelib.errors import Invalid
from chalicelib.phones import display, parse


def read(number: str, *, countries: tuple[str, ...] = ("RU", "ES"), sms: bool = True) -> str:
    return parse(number, countries=countries, pointer="/phone", allowed_only=sms)


@pytest.mark.parametrize(
    "number",
    [
        "+79161234567",
        "8 (916) 123-45-67",
        "9161234567",
        "7 916 123 45 67",
        "+7 (916) 123.45.67",
        "tel:+7-916-123-45-67",
    ],
)
def test_usual_notations_are_read(number: str) -> None:
    assert read(number) == "+79161234567"


@pytest.mark.parametrize("number", ["612345678", "612 34 56 78", "0034 612 345 678", "+34612345678"])
def test_a_number_without_a_country_is_tried_in_each_of_the_accounts(number: str) -> None:
    assert read(number) == "+34612345678"


@pytest.mark.parametrize("number", ["", "1", "+", "abc", "+7 916 123", "+7 000 000 00 00", "9" * 40, "+999 1234567"])
def test_impossible_numbers_are_refused(number: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(number)

    assert refused.value.errors[0].pointer == "/phone"


@pytest.mark.parametrize("number", ["+49 151 23456789", "+7 701 123 45 67", "+1 876 555 1234", "+881 612 345678"])
def test_sms_go_to_the_accounts_countries_only(number: str) -> None:
    with pytest.raises(Invalid, match="Some fields") as refused:
        read(number)

    assert refused.value.errors[0].params["countries"] == "RU, ES"
    assert read(number, sms=False).startswith("+")


@pytest.mark.parametrize(
    "number", ["+7 495 123-45-67", "8 809 505 12 34", "8 800 555 35 35", "+34 910 000 000", "+34 803 123 456"]
)
def test_sms_do_not_go_where_none_arrive_or_someone_earns(number: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(number)

    assert "not a mobile number" in refused.value.errors[0].message
    assert read(number, sms=False).startswith("+")


def test_numbers_are_shown_as_people_read_them() -> None:
    assert display("+79161234567") == "+7 916 123-45-67"
    assert display("112") == "112"
