"""Tax numbers of companies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.errors import Invalid
from chalicelib.features.clients.documents import display_tax_number, read_tax_number
from chalicelib.features.clients.documents.tax_numbers import RULES


@pytest.mark.parametrize("country", RULES)
def test_the_example_of_each_country_is_right_and_written_as_people_know_it(country: str) -> None:
    example = RULES[country].example

    assert display_tax_number(country, read_tax_number(country, example)) == example


@pytest.mark.parametrize(
    ("country", "written", "number"),
    [
        ("RU", "ИНН 7707083893", "7707083893"),
        ("RU", "5001 0073 2259", "500100732259"),
        ("ES", "B-64717838", "B64717838"),
        ("ES", "n 0032484 h", "N0032484H"),
        ("ES", "12345678Z", "12345678Z"),
        ("MX", "GODE 561231 GR8", "GODE561231GR8"),
        ("MX", "MAB-930714-8T4", "MAB9307148T4"),
        ("CL", "76.086.428-5", "760864285"),
        ("CO", "NIT 213.123.432-1", "2131234321"),
        ("BR", "12.ABC.345/01DE-35", "12ABC34501DE35"),
        ("EC", "1793213150001", "1793213150001"),  # of a company whose number has no check digit
        ("UY", "21-100342-001-7", "211003420017"),
        ("DE", "de 136 695 976", "DE136695976"),
        ("KZ", "990340005977", "990340005977"),
    ],
)
def test_numbers_are_read_in_any_usual_notation(country: str, written: str, number: str) -> None:
    assert read_tax_number(country, written) == number


@pytest.mark.parametrize(
    ("country", "number"),
    [
        ("RU", "7707083894"),
        ("RU", "770708389"),
        ("RU", "500100732258"),
        ("ES", "B64717839"),
        ("ES", "B6471783"),
        ("MX", "GODE561331GR8"),
        ("CL", "76.086.428-6"),
        ("CO", "213.123.432-5"),
        ("AR", "20267565392"),
        ("BR", "16.727.230.0001-98"),
        ("PE", "20512333798"),
        ("EC", "17932131500"),
        ("UY", "210303670014"),
        ("DE", "136"),
        ("DE", "1" * 21),
        ("DE", "DE_136695976"),
        ("", ""),
    ],
)
def test_wrong_numbers_are_refused_at_their_place(country: str, number: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_tax_number(country, number, at="/company/tax_number")

    assert [each.pointer for each in caught.value.errors] == ["/company/tax_number"]


@given(st.sampled_from([*RULES, "DE"]), st.text(max_size=30))
def test_a_number_that_was_read_is_its_own_canonical_form(country: str, written: str) -> None:
    try:
        number = read_tax_number(country, written)
    except Invalid:
        return
    assert read_tax_number(country, number) == number
    assert read_tax_number(country, display_tax_number(country, number)) == number
