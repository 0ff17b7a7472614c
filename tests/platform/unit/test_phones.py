"""Phone numbers in any usual notation."""

import pytest

from chalicelib.base.errors import Invalid
from chalicelib.base.languages import Language
from chalicelib.base.phones import dial, display, display_with_extension, example_of, parse, parse_with_extension

#: Texts that libphonenumber reads as a number, and nobody can have meant as that one.
GUESSES = (
    "+7 916 xxx-45-67",
    "+7 916 ххх-45-67",
    "+7 916 ***-45-67",
    "916CALLNOW",
    "+7 916 123-45-6O",
    "+7 916 123-45-67 Иван",
    "+7 916 123-45-67, +7 916 765-43-21",
    "+7 916 123-45-67 / 68",
    "8 916 123-45-67 8 916 765-43-21",
    "+7+9161234567",
    "+7 916 123-45-67²",
    "+49 151 1234567²",
    "+7 9①6 123-45-67",
    "⁺7 916 123-45-67",
    "+7 916 123-45-67½",
    "+7 916 123-45-67 or 68",
    "1-800-FLOWERS",
    "+7 916 12?-45-67",
    "+7 916 123-45-67;phone-context=+1",
)


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
        "тел. 8 916 123 45 67",
        "Тел.: +7 (916) 123-45-67",
        "(+7) 916 123 45 67",
        "\u202a+7 916 123\u201145\u201167\u202c",
        "+7\u00a0916 123\u200b-45-67",
        "+7 916 123−45–67",
        "９１６１２３４５６７",
        "+7 916 123-45-67.",
        "т. 8 916 123-45-67",
        "т.8(916)1234567",
        "моб. +7 916 123-45-67",
        "сот.: 8 916 123 45 67",
        "☎ 8 916 123-45-67",
        "📞\ufe0f +7 916 123-45-67",
        "+٧ ٩١٦ ١٢٣ ٤٥ ٦٧",
        "+7\u2009916\u202f123\u3000-\u221245-67",
    ],
)
def test_usual_notations_are_read(number: str) -> None:
    assert read(number) == "+79161234567"


@pytest.mark.parametrize("number", ["612345678", "612 34 56 78", "0034 612 345 678", "+34612345678", "34612345678"])
def test_a_number_without_a_country_is_tried_in_each_of_the_accounts(number: str) -> None:
    assert read(number) == "+34612345678"


@pytest.mark.parametrize(
    "number", ["", "1", "+", "abc", "+7 916 123", "+7 000 000 00 00", "9" * 40, "+999 1234567", *GUESSES]
)
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


@pytest.mark.parametrize("number", ["0034 612 345 678", "00 34 612345678", "00-34-612-34-56-78"])
def test_two_zeros_before_a_country_mean_a_plus_everywhere(number: str) -> None:
    assert read(number, countries=("RU",), sms=False) == "+34612345678"


@pytest.mark.parametrize(
    "number",
    [
        "8 800 555-35-35 доб. 123",
        "8 800 555 35 35 (доб.123)",
        "+78005553535, ext. 123",
        "tel:+7-800-555-35-35;ext=123",
        "8 800 555-35-35 вн. 123",
        "8 800 555-35-35 внутр. 123",
        "8 800 555-35-35 добавочный № 123",
        "88005553535x123",
        "8 800 555-35-35 #123",
        "8 800 555-35-35 (ДОБ: ١٢٣)",
        "+7 800 555-35-35 extensión 123",
        "+7 800 555-35-35 int. 123",
        "+78005553535,123",
        "+78005553535,,123",
    ],
)
def test_an_extension_is_kept_where_people_call_and_refused_where_messages_go(number: str) -> None:
    assert parse_with_extension(number, countries=("RU",), pointer="/number") == ("+78005553535", "123")
    assert display_with_extension("+78005553535", "123", "ru") == "+7 800 555-35-35, доб. 123"
    assert dial("+78005553535", "123") == "+78005553535,123"
    assert parse_with_extension(dial("+78005553535", "123"), countries=("ES",), pointer="/number")[1] == "123"
    with pytest.raises(Invalid) as refused:
        read(number, sms=False)

    assert "extension" in refused.value.errors[0].message


def test_what_is_shown_can_be_typed_back() -> None:
    shown = display_with_extension("+78005553535", "123", "ru")

    assert parse_with_extension(shown, countries=("ES",), pointer="/number") == ("+78005553535", "123")


@pytest.mark.parametrize(
    "number",
    [
        "8 800 555-35-35, 8 800 555-35-36",
        "8 800 555-35-35 доб. 123, 124",
        "8 800 555-35-35 доб. 12 34",
        "8 800 555-35-35 доб.",
        "8 800 555-35-35, 123 45 67",
        "8 800 555-35-35 доб. 123456789",
    ],
)
def test_what_is_no_extension_is_refused(number: str) -> None:
    with pytest.raises(Invalid) as refused:
        parse_with_extension(number, countries=("RU",), pointer="/number")

    assert [error.pointer for error in refused.value.errors] == ["/number"]


@pytest.mark.parametrize(
    ("country", "number", "today"),
    [
        ("MX", "+52 1 55 1234 5678", "+525512345678"),
        ("MX", "+52 55 1234 5678", "+525512345678"),
        ("MX", "55 1234 5678", "+525512345678"),
        ("MX", "0052 1 55 1234 5678", "+525512345678"),
        ("MX", "044 55 1234 5678", "+525512345678"),
        ("MX", "+52 01 55 1234 5678", "+525512345678"),
        ("BR", "+55 11 8765-4321", "+5511987654321"),
        ("BR", "(011) 8765-4321", "+5511987654321"),
        ("BR", "+55 11 98765-4321", "+5511987654321"),
        ("AR", "+54 11 15 2345-6789", "+5491123456789"),
        ("AR", "011 15 2345-6789", "+5491123456789"),
        ("AR", "+54 9 11 15 2345-6789", "+5491123456789"),
        ("AR", "+54 9 351 15 234-5678", "+5493512345678"),
        ("AR", "0054 9 2944 15 23-4567", "+5492944234567"),
        ("AR", "+54 9 011 2345-6789", "+5491123456789"),
        ("CL", "+56 09 6123 4567", "+56961234567"),
        ("UA", "8 (067) 123-45-67", "+380671234567"),
        ("UA", "+380 8 067 123 45 67", "+380671234567"),
        ("UZ", "8 90 123 45 67", "+998901234567"),
        ("AM", "8 055 12-34-56", "+37455123456"),
        ("AZ", "8 050 123 45 67", "+994501234567"),
        ("KG", "8 (0555) 12-34-56", "+996555123456"),
        ("CM", "+237 71 23 45 67", "+237671234567"),
        ("CI", "+225 07 12 34 56", "+2250707123456"),
        ("CI", "+225 48 12 34 56", "+2250748123456"),
        ("CI", "+225 65 12 34 56", "+2250565123456"),
        ("CI", "01 23 45 67", "+2250101234567"),
        ("CI", "+225 07 12 34 56 78", "+2250712345678"),
        ("BJ", "+229 97 12 34 56", "+2290197123456"),
        ("VN", "+84 168 123 4567", "+84381234567"),
        ("VN", "0123 456 7890", "+84834567890"),
        ("IT", "+39 347 123 4567", "+393471234567"),
    ],
)
def test_numbers_of_a_plan_that_changed_are_what_they_are_today(country: str, number: str, today: str) -> None:
    assert read(number, countries=(country, "ES")) == today


@pytest.mark.parametrize(("number", "kept"), [("0332 123456", "+390332123456"), ("+39 06 1234 5678", "+390612345678")])
def test_a_zero_that_is_a_part_of_the_number_stays(number: str, kept: str) -> None:
    assert read(number, countries=("IT",), sms=False) == kept


def test_a_number_without_its_country_is_no_former_number_of_another_one() -> None:
    assert read("9161234567", countries=("BR", "RU")) == "+79161234567"


@pytest.mark.parametrize(
    ("countries", "languages", "code"),
    [
        (("RU", "ES"), ("es", "ru"), "+34 "),
        (("RU", "ES"), ("ru", "es"), "+7 "),
        (("RU", "ES"), ("en", "es"), "+34 "),
        (("ES",), ("ru",), "+34 "),
        (("FR", "RU"), ("en",), "+7 "),
        (("FR",), ("en",), "+34 "),
    ],
)
def test_an_example_is_of_the_readers_country_or_of_the_accounts(
    countries: tuple[str, ...], languages: tuple[Language, ...], code: str
) -> None:
    example = example_of(countries, *languages)

    assert example.startswith(code)
    assert parse(example, countries=(), pointer="/phone", allowed_only=False)
