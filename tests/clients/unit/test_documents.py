"""Identity documents: notations, check digits, dates, warnings and masks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import text
from chalicelib.features.clients.documents import (
    KINDS,
    WARNINGS,
    Document,
    DocumentKind,
    display,
    find_kind,
    identity_of,
    kinds_for,
    masked,
    read_document,
    warnings,
)

BORN = date(1986, 1, 23)
TODAY = date(2026, 11, 29)
#: Signs that people write between the characters of a number, or not.
SIGNS = st.sampled_from(["", "", " ", "  ", "-", "–", ".", "/", "\u00a0", "\u200b", "\u2212"])


def read(kind: str, number: str, issued_on: date | None = None, born: date | None = BORN) -> Document:
    return read_document(kind, number, issued_on=issued_on, birth_date=born, today=TODAY)


def errors(kind: str, number: str, issued_on: date | None = None, born: date | None = BORN) -> dict[str, str]:
    """Return the corrections by pointer; empty for a right document."""
    try:
        read(kind, number, issued_on, born)
    except Invalid as error:
        return {each.pointer: sentence(each) for each in error.errors}
    return {}


def sentence(error: FieldError) -> str:
    return error.message.format(**error.params)


def kind_of(code: str) -> DocumentKind:
    found = find_kind(code)
    assert found is not None
    return found


def passport(number: str, issued_on: date | None) -> Document:
    return Document(kind="passport_ru", number=number, issued_on=issued_on)


def test_case_10_a_passport_of_any_spacing_is_read() -> None:
    document = read("passport_ru", "45 17 123456", date(2018, 3, 1))

    assert document == passport("4517123456", date(2018, 3, 1))
    assert warnings(document, BORN, TODAY) == ()


def test_case_11_a_digit_too_few_is_told_with_the_right_form() -> None:
    assert errors("passport_ru", "4517 12345") == {
        "/document/number": "Must be 4 digits of the series and 6 of the number: 4517 123456."
    }


def test_case_11_is_told_in_russian() -> None:
    with pytest.raises(Invalid) as caught:
        read("passport_ru", "4517 12345")

    (error,) = caught.value.errors
    assert text("ru", error.message, **error.params) == "Нужны 4 цифры серии и 6 цифр номера: 4517 123456."


def test_case_12_a_passport_from_before_an_age_of_replacement_has_expired() -> None:
    assert warnings(read("passport_ru", "4505 123456", date(2005, 6, 1)), BORN, TODAY) == ("document_expired",)


def test_case_13_nobody_has_a_passport_before_14() -> None:
    assert "14th birthday" in errors("passport_ru", "4500 123456", date(2000, 1, 22))["/document/issued_on"]
    assert errors("passport_ru", "4500 123456", date(2000, 1, 23)) == {}


def test_case_14_the_letter_of_a_dni_fits_its_digits() -> None:
    assert read("dni", "12345678Z").number == "12345678Z"
    assert "Z would" in errors("dni", "12345678A")["/document/number"]


def test_case_15_the_letter_of_a_nie_fits_its_digits() -> None:
    assert [read("nie", each).number for each in ("X2482300W", "Y-1234567-x")] == ["X2482300W", "Y1234567X"]
    assert "K would" in errors("nie", "Z8327649Z")["/document/number"]


@pytest.mark.parametrize(
    "number", ["112-233-445 95", "087-654-303 00", "100-018-999 00", "11223344595", "001-001-998 77"]
)
def test_case_16_a_right_snils_is_read(number: str) -> None:
    assert errors("snils", number) == {}


@pytest.mark.parametrize("number", ["112-233-445 96", "001-001-999 77", "112-233-445 9"])
def test_case_16_a_wrong_snils_is_refused(number: str) -> None:
    assert errors("snils", number).keys() == {"/document/number"}


def test_case_17_the_check_digits_of_an_inn() -> None:
    assert errors("inn_person_ru", "500100732259") == {}
    assert errors("inn_person_ru", "500100732258").keys() == {"/document/number"}
    assert errors("inn_person_ru", "7707083893").keys() == {"/document/number"}


def test_case_59_a_mask_keeps_the_ends_and_the_groups() -> None:
    assert masked(passport("4517123456", None)) == "45** ****56"


@pytest.mark.parametrize(
    ("kind", "number", "mask"),
    [
        ("snils", "11223344595", "11*-***-*** 95"),
        ("birth_certificate_ru", "IVАГ123456", "IV-** ****56"),
        ("other", "123456", "1****6"),
        ("other", "123", "***"),
        ("other", "№ 7", "№ *"),
    ],
)
def test_a_mask_shows_at_most_half_of_a_number(kind: str, number: str, mask: str) -> None:
    assert masked(Document(kind=kind, number=number)) == mask


@pytest.mark.parametrize("kind", KINDS, ids=[each.code for each in KINDS])
def test_the_example_of_each_kind_is_right_and_written_as_people_know_it(kind: DocumentKind) -> None:
    document = read(kind.code, kind.example)

    assert display(document) == kind.example
    assert read(kind.code, display(document)) == document


@pytest.mark.parametrize(
    ("kind", "written", "number"),
    [
        ("passport_ru", "серия 45 17 № 123456", "4517123456"),
        ("passport_ru", "45 17 N 123456", "4517123456"),
        ("passport_ru", "Паспорт: 4517, номер 123456", "4517123456"),
        ("passport_ru", "４５１７　１２３４５６", "4517123456"),
        ("driving_licence_ru", "99 AA 123456", "99АА123456"),
        ("driving_licence_ru", "99 ак №123456", "99АК123456"),
        ("birth_certificate_ru", "IV-АГ № 123456", "IVАГ123456"),
        ("birth_certificate_ru", "1-ак 123456", "IАК123456"),
        ("birth_certificate_ru", "ПI-МЮ 123456", "IIIМЮ123456"),
        ("birth_certificate_ru", "ХУ-AM 123456", "XVАМ123456"),
        ("snils", "СНИЛС 112-233-445 95", "11223344595"),
        ("dni", "DNI: 12.345.678-z", "12345678Z"),
        ("dni", "1.234.567-L", "01234567L"),
        ("nie", "NIE Х-2482300-W", "X2482300W"),
        ("rut_cl", "RUT 12.531.909-2", "125319092"),
        ("rut_cl", "14.569.484-1", "145694841"),
        ("cpf_br", "390.533.447-05", "39053344705"),
        ("foreign_passport", "МР 1234567", "MP1234567"),
        ("foreign_passport", "AN 12-34", "AN1234"),
        ("other", "  военный\u200b билет  АК 12/3 ", "военный билет АК 12/3"),
    ],
)
def test_numbers_are_read_in_any_usual_notation(kind: str, written: str, number: str) -> None:
    assert read(kind, written).number == number


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("passport_ru", "4517_123456"),
        ("passport_ru", "45l7 123456"),
        ("passport_ru", ""),
        ("driving_licence_ru", "99ЯЯ123456"),
        ("birth_certificate_ru", "IIII-АГ 123456"),
        ("birth_certificate_ru", "АГ 123456"),
        ("nie", "A2482300W"),
        ("curp_mx", "BOXW310820HNERXN08"),
        ("rut_cl", "12.531.909-3"),
        ("cuit_ar", "20-26756539-2"),
        ("cpf_br", "390.533.447-06"),
        ("cpf_br", "111.111.111-11"),
        ("cedula_ec", "171430710-4"),
        ("ci_uy", "1.234.567-3"),
        ("foreign_passport", "A" * 21),
        ("other", "---"),
        ("other", "1" * 41),
    ],
)
def test_wrong_numbers_are_refused_at_the_number(kind: str, number: str) -> None:
    assert errors(kind, number).keys() == {"/document/number"}


def test_a_cedula_of_a_foreigner_has_any_third_digit() -> None:
    assert errors("cedula_ec", "3090000005") == {}


@pytest.mark.parametrize(
    ("issued_on", "beginning"),
    [
        (date(2026, 11, 30), "Must be today"),
        (date(1986, 1, 22), "Must be the birth date"),
        (date(1997, 9, 30), "Must be 1 October 1997"),
        (date(2000, 1, 22), "Must be the 14th birthday"),
    ],
)
def test_impossible_issue_dates_are_told_beside_a_wrong_number(issued_on: date, beginning: str) -> None:
    found = errors("passport_ru", "4517", issued_on)

    assert found.keys() == {"/document/number", "/document/issued_on"}
    assert found["/document/issued_on"].startswith(beginning)


def test_other_kinds_are_issued_at_any_age() -> None:
    assert errors("birth_certificate_ru", "IV-АГ 123456", BORN) == {}
    assert errors("dni", "12345678Z", date(1990, 1, 1)) == {}


@pytest.mark.parametrize("born", [date.max, date.min, None])
def test_no_birth_date_breaks_the_reading(born: date | None) -> None:
    assert errors("passport_ru", "4517", date(2018, 3, 1), born).keys() >= {"/document/number"}


def test_an_unknown_kind_is_answered_with_the_known_ones() -> None:
    assert "passport_ru, driving_licence_ru" in errors("visa", "1")["/document/kind"]


def test_errors_are_told_below_the_given_pointer() -> None:
    with pytest.raises(Invalid) as caught:
        read_document("dni", "1", issued_on=None, birth_date=BORN, today=TODAY, at="/rows/7/document")

    assert [each.pointer for each in caught.value.errors] == ["/rows/7/document/number"]


@pytest.mark.parametrize(
    ("issued_on", "born", "today", "expired"),
    [
        (date(2026, 1, 22), date(2006, 1, 23), date(2026, 4, 23), False),  # the 90th day after the birthday
        (date(2026, 1, 22), date(2006, 1, 23), date(2026, 4, 24), True),
        (date(2026, 1, 23), date(2006, 1, 23), date(2046, 1, 1), False),
        (date(2051, 1, 22), date(2006, 1, 23), date(2051, 4, 23), False),
        (date(2051, 1, 22), date(2006, 1, 23), date(2051, 4, 24), True),
        (date(2051, 1, 23), date(2006, 1, 23), date(2090, 1, 1), False),
        (date(2024, 2, 29), date(2004, 2, 29), date(2090, 1, 1), True),  # not replaced at 45
    ],
)
def test_passports_expire_90_days_after_20_and_45(issued_on: date, born: date, today: date, expired: bool) -> None:
    document = passport(f"45{issued_on.year % 100:02}123456", issued_on)

    assert ("document_expired" in warnings(document, born, today)) is expired


@pytest.mark.parametrize(
    ("number", "year", "warned"),
    [
        ("4517123456", 2017, False),
        ("4517123456", 2022, False),
        ("4517123456", 2023, True),
        ("4519123456", 2018, True),
        ("4598123456", 2001, False),
        ("4500123456", 2001, False),
        ("4560123456", 2018, True),
    ],
)
def test_the_series_of_a_passport_has_the_year_of_its_blank(number: str, year: int, warned: bool) -> None:
    found = warnings(passport(number, date(year, 6, 1)), date(1985, 1, 1), date(2026, 1, 1))

    assert ("passport_year" in found) is warned


def test_only_dated_russian_passports_have_warnings_and_each_has_a_sentence() -> None:
    assert warnings(passport("4517123456", None), BORN, TODAY) == ()
    assert warnings(Document(kind="dni", number="12345678Z", issued_on=date(1999, 1, 1)), BORN, TODAY) == ()
    assert warnings(passport("4560123456", date(2005, 6, 1)), BORN, TODAY) == tuple(WARNINGS)


def test_kinds_of_an_accounts_countries_come_first() -> None:
    spanish = [each.code for each in kinds_for(("ES", "RU"))]

    assert spanish[:4] == ["dni", "nie", "passport_es", "passport_ru"]
    assert spanish.index("other") < spanish.index("curp_mx")
    assert sorted(spanish) == sorted(each.code for each in KINDS)
    assert kinds_for(())[0].code == "foreign_passport"


def test_equal_documents_are_found_however_they_were_typed() -> None:
    assert identity_of(read("other", "ВБ № 12/3")) == identity_of(read("other", "вб 12-3"))
    assert identity_of(read("nie", "X2482300W")) != identity_of(read("foreign_passport", "X2482300W"))


@pytest.mark.parametrize("kind", KINDS, ids=[each.code for each in KINDS])
def test_codes_are_short_and_forms_have_their_example(kind: DocumentKind) -> None:
    assert kind.code.isascii()
    assert "{example}" in kind.number.right
    assert kind.country is None or len(kind.country) == 2


@given(st.data())
def test_any_spacing_gives_the_same_canonical_form(data: st.DataObject) -> None:
    kind = data.draw(st.sampled_from([each for each in KINDS if each.code != "other"]))
    number = data.draw(st.from_regex(kind.number.pattern, fullmatch=True))
    written = "".join(each + data.draw(SIGNS) for each in number)

    canonical = kind.number.canonical(number)
    assert kind.number.canonical(written) == canonical
    assert kind.number.canonical(written.lower()) == canonical
    assert kind.number.canonical(canonical) == canonical
    assert kind.number.canonical(kind.number.display(canonical)) == canonical


@given(st.sampled_from(KINDS), st.text(max_size=60))
def test_any_text_is_refused_or_read_once_and_for_all(kind: DocumentKind, written: str) -> None:
    try:
        document = read(kind.code, written)
    except Invalid:
        return
    assert read(kind.code, document.number) == document
    assert read(kind.code, display(document)) == document


@given(st.sampled_from(KINDS), st.text(max_size=45))
def test_masks_have_the_length_of_the_number_and_hide_half_of_it(kind: DocumentKind, number: str) -> None:
    document = Document(kind=kind.code, number=number)
    shown = masked(document)
    characters = [each for each in display(document) if each.isalnum()]

    assert len(shown) == len(display(document))
    assert sum(each.isalnum() for each in shown) <= len(characters) / 2
