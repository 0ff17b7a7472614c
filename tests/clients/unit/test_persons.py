"""Ages of persons, and masks of their phones and e-mails."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.features.clients.documents import age, age_and_birth, masked_email, masked_phone


@pytest.mark.parametrize(
    ("born", "on", "years"),
    [
        (date(1986, 1, 23), date(2026, 1, 22), 39),
        (date(1986, 1, 23), date(2026, 1, 23), 40),
        (date(2004, 2, 29), date(2018, 2, 28), 13),
        (date(2004, 2, 29), date(2018, 3, 1), 14),
        (date(2004, 2, 29), date(2024, 2, 29), 20),
        (date(2026, 11, 29), date(2026, 11, 29), 0),
    ],
)
def test_an_age_is_of_full_years(born: date, on: date, years: int) -> None:
    assert age(born, on) == years


@pytest.mark.parametrize(
    ("language", "year", "shown"),
    [
        ("ru", 1986, "40 лет: 23.01.1986 г. р."),
        ("ru", 1985, "41 год: 23.01.1985 г. р."),
        ("ru", 1984, "42 года: 23.01.1984 г. р."),
        ("ru", 2015, "11 лет: 23.01.2015 г. р."),
        ("ru", 2026, "0 лет: 23.01.2026 г. р."),
        ("es", 1986, "40 años: nac. 23/01/1986"),
        ("es", 2025, "1 año: nac. 23/01/2025"),
        ("en", 1986, "40 years old: born 23 Jan 1986"),
        ("en", 2025, "1 year old: born 23 Jan 2025"),
    ],
)
def test_r18_an_age_has_the_plural_of_its_language(language: Language, year: int, shown: str) -> None:
    assert age_and_birth(language, date(year, 1, 23), date(2026, 11, 29)) == shown


@given(st.sampled_from(LANGUAGES), st.dates(), st.dates())
def test_any_birth_date_is_written(language: Language, born: date, today: date) -> None:
    assert str(age(born, today)) in age_and_birth(language, born, today)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        ("+79109370341", "+7 *** ***-**-41"),
        ("+34612345678", "+34 *** ** ** 78"),
        ("+525512345678", "+52 ** **** **78"),
        ("+999", "+***99"),
        ("", "+***"),
    ],
)
def test_a_masked_phone_shows_country_and_two_digits(number: str, shown: str) -> None:
    assert masked_phone(number) == shown


@pytest.mark.parametrize(
    ("email", "shown"),
    [("vera@example.org", "v***@example.org"), ("v@example.org", "***@example.org")],
)
def test_a_masked_email_shows_a_letter_and_the_domain(email: str, shown: str) -> None:
    assert masked_email(email) == shown
