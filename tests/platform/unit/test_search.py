"""Terms of names in parts and of phones, and readings of a query for one of these alone."""

import hashlib
from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.errors import Invalid
from chalicelib.base.folding import fold, fold_for_order
from chalicelib.base.search.pages import Found, find_page
from chalicelib.base.search.readings import Reading, is_phone, is_short, place_of, read_as_name, read_as_phone
from chalicelib.base.search.rule import RULE
from chalicelib.base.search.terms import (
    MAX_NAME_TERMS,
    Term,
    code_terms,
    name_terms,
    person_terms,
    phone_terms,
    text_term,
)

VERA = ("Гевердава", "Вера", "Сергеевна")
GARCIA = ("García-Pérez", "José María", None)
PHONE = "+79109370341"


def found(terms: Iterable[Term], query: str) -> bool:
    return place_of(terms, read_as_name(query)) is not None


def first_reading(terms: Iterable[Term], query: str) -> bool:
    """Return True if the first reading of a query finds these terms."""
    return place_of(terms, read_as_name(query)[:1]) is not None


@pytest.mark.parametrize(
    ("name", "query"),
    [
        (VERA, "ГЕВЕРДАВА"),
        (VERA, "вера гев"),
        (VERA, "сергеевна"),
        (VERA, "сергеевна гевердава"),
        (VERA, "вера серг"),
        (VERA, "гевердава вера сергеевна"),
        (VERA, "Гевердава В. С."),
        (("Ёлкин", "Пётр", None), "Eлкин"),
        (("Ёлкин", "Пётр", None), "елкин"),
        (("Ёлкин", "Пётр", None), "петр ёл"),
        (("Сидоров", "Пётр", None), "пётр сид"),
        (GARCIA, "GARCIA PEREZ"),
        (GARCIA, "García-Pérez"),
        (GARCIA, "garciaperez"),
        (GARCIA, "perez"),
        (GARCIA, "jose garcia"),
        (GARCIA, "garcia jose"),
        (GARCIA, "jose perez"),
        (GARCIA, "josé maría garcía-pérez"),
        (("O’Brien", "Sean", None), "obrien"),
        (("O’Brien", "Sean", None), "o'brien sean"),
        (("O’Brien", "Sean", None), "sean o br"),
        (("O’Brien", "Sean", None), "brien"),
        (("Ли", "И", None), "ли и"),
        (("Ли", "И", None), "и ли"),
        (("Ким", "О", "Чер"), "ким о чер"),
    ],
)
def test_a_name_in_parts_is_found_by_the_first_reading(name: tuple[str, str | None, str | None], query: str) -> None:
    assert first_reading(person_terms(*name), query)


@pytest.mark.parametrize("query", ["пётр гев", "гевердава анна", "ердава", "вера вера"])
def test_other_names_find_nothing(query: str) -> None:
    assert not found(person_terms(*VERA), query)


def test_a_plain_name_has_its_words_in_all_orders_and_as_one() -> None:
    texts = {term.text for term in person_terms("А", "б", "В")}

    assert texts == {fold(text) for text in ("а б в", "а в б", "б а в", "б в а", "в а б", "в б а", "абв")}


@pytest.mark.parametrize("name", [(None, None, None), ("", "", ""), ("-", " ", "’")])
def test_a_name_without_letters_has_no_terms(name: tuple[str | None, str | None, str | None]) -> None:
    assert person_terms(*name) == frozenset()
    assert code_terms(*name) == frozenset()


PART = st.lists(st.text("абвгде-’", min_size=1, max_size=5), min_size=1, max_size=4).map(" ".join)


@given(PART, PART, st.none() | PART)
def test_each_word_of_a_name_in_parts_begins_a_term(surname: str, given_name: str, patronymic: str | None) -> None:
    terms = person_terms(surname, given_name, patronymic)
    words = fold(f"{surname} {given_name} {patronymic or ''}").split()

    assert len(terms) <= MAX_NAME_TERMS
    assert all(any(term.text.split()[0] == word for term in terms) for word in words[:MAX_NAME_TERMS])
    if len(words) <= MAX_NAME_TERMS:
        assert all(found(terms, word) for word in words)


@given(st.permutations(VERA), st.integers(1, 3), st.data())
def test_a_name_is_found_by_its_parts_in_any_order_and_half_written(
    parts: list[str], count: int, data: st.DataObject
) -> None:
    asked = [part[: data.draw(st.integers(3, len(part)))] for part in parts[:count]]

    assert found(person_terms(*VERA), " ".join(asked))


@pytest.mark.parametrize(
    "query",
    [
        "0341",
        "8 (910) 937-03-41",
        "+7 910 937-03-41",
        "9370341",
        "8 910",
        "8910",
        "7910",
        "+7 (910",
        "тел. 89109370341",
    ],
)
def test_a_phone_is_found_by_its_ending_and_by_its_beginning(query: str) -> None:
    assert is_phone(query)
    assert place_of(phone_terms(PHONE), read_as_phone(query, pointer="?phone")) is not None


@pytest.mark.parametrize("query", ["0342", "1 0341", "+7 911", "8 (910) 937-03-42", "80341"])
def test_other_digits_find_no_phone(query: str) -> None:
    assert place_of(phone_terms(PHONE), read_as_phone(query, pointer="?phone")) is None


@pytest.mark.parametrize("query", ["341", "+7 9", "", "---", "Иванов", "8 910 х"])
def test_less_than_four_digits_are_refused_at_their_field(query: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_as_phone(query, pointer="?phone")

    assert [(error.pointer, "4 digits" in error.message) for error in refused.value.errors] == [("?phone", True)]


def test_the_beginning_of_a_phone_is_read_only_if_none_ends_so() -> None:
    readings = read_as_phone("8 916", pointer="?phone")

    assert [reading.key.text for reading in readings] == ["6198", "8916", "7916", "916"]
    assert find_page(readings, lambda number, _: Found([number], None), position=None) == ([0], None)
    assert find_page(readings, lambda number, _: Found([number] * (number > 1), None), position=None) == ([2], None)


def test_digits_are_words_of_a_name_if_they_are_read_as_such() -> None:
    assert read_as_name("2010") == [Reading(text_term("2010"))]
    assert is_phone("2010")
    assert not is_phone("Ромашка 2010")


@pytest.mark.parametrize(
    ("query", "short"), [("и", True), ("Ли", True), (" ли ", True), ("И. П.", True), ("лин", False), ("", False)]
)
def test_one_or_two_letters_are_too_short_for_a_search(query: str, short: bool) -> None:
    assert is_short(query) is short


#: Of the samples' terms, by the number of the rule that makes them.
DIGESTS = {2: "a2dc66566037f55c"}


def test_a_changed_rule_has_a_number_of_its_own() -> None:
    names = ["Ёлкин-Йошкар O’Brien", "García Straße Łódź", "ООО «Перевозчик»", "Đorđe Æsir"]
    made = frozenset[Term]().union(
        *(name_terms(each) for each in names),
        person_terms("д’Артаньян-Ли", "Анна Мария", "Сергеевна"),
        code_terms("А123ВС 77", "vera@example.org"),
        phone_terms("+79109370341"),
    )
    said = [*sorted(f"{term.shelf} {term.text}" for term in made), *map(fold_for_order, names)]

    digest = hashlib.sha256("\n".join(said).encode()).hexdigest()[:16]

    assert DIGESTS.get(RULE) == digest, "raise RULE in base/search/rule.py: stored terms have to be re-indexed"
