"""Folding: queries and stored texts meet in any notation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.folding import PLAIN, TWINS, fold, fold_code, fold_for_order
from tests.platform.unit.confusables import confusables


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("Ёлкин", "елкин"),
        ("Ёлкин", "Eлкин"),
        ("Йошкар", "ИОШКАР"),
        ("García-Pérez", "GARCIA PEREZ"),
        ("O’Brien", "obrien"),
        ("O'Brien", "oʼbrien"),
        ("Д`Артаньян", "дартаньян"),
        ("D´Angelo", "dangelo"),
        ("Straße", "STRASSE"),
        ("Łódź", "lodz"),
        ("Sørensen", "sorensen"),
        ("Đorđe", "dorde"),
        ("Æsir", "aesir"),
        ("Œuvre", "oeuvre"),
        ("Þór", "thor"),
        ("Yılmaz", "YILMAZ"),
        ("İnce", "ince"),
        ("Gal·la", "galla"),
        ("Gaŀla", "galla"),
        ("Peña", "pena"),
        ("Peña", "Pen\u0303a"),
        ("Їжак", "іжак"),
        ("Ґалаґан", "галаган"),
        ("Әлия", "Алия"),
        ("Қасым", "Касым"),
        ("Үмит", "Умит"),
        ("Пет\u00adров\u200b", "петров"),
        ("№ 17", "no 17"),
        ("№ 17", "17"),
        ("ХХХ №017", "xxx 017"),
        ("Nº 15", "15"),
        ("n.º 15", "No. 15"),
        ("no No 5", "5"),
        ("１２３", "123"),
        ("١٢٣", "123"),
        ("  Анна \t Мария ", "анна мария"),
        ("ﬁn", "fin"),
        ("МОРСКАЯ ТУХЕВ", "MOPCKAЯ TYXEB"),
        ("\ud800a", " a"),
        ("--- № ---", ""),
        ("No", "no"),
        ("no Ka", "no ka"),
        ("!?…", ""),
    ],
)
def test_what_is_written_and_what_is_asked_are_one(written: str, asked: str) -> None:
    assert fold(written) == fold(asked) == fold(written.upper())


def test_a_code_has_no_spaces() -> None:
    assert fold_code("А 123-ВС 77") == fold_code("a123bc77") == "a123bc77"
    assert fold_code("У-2026/0042") == "y20260042"


@pytest.mark.parametrize(("one", "other"), [("Петров", "Петрова"), ("дом", "том"), ("шаг", "щаг"), ("бор", "вор")])
def test_letters_that_only_resemble_each_other_stay_apart(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@given(st.text())
def test_folding_twice_changes_nothing(words: str) -> None:
    assert fold(fold(words)) == fold(words)


@given(st.text())
def test_nothing_is_left_but_letters_and_digits_and_one_space_between_words(words: str) -> None:
    assert all(word.isalnum() for word in fold(words).split(" ") if fold(words))


def test_twins_are_those_of_unicode() -> None:
    pairs = confusables()

    assert {
        (letter, twin) for letter, twin in TWINS.items() if not {(letter, twin), (letter.upper(), twin.upper())} & pairs
    } == set()


def test_all_that_unicode_takes_for_another_letter_is_folded_as_that() -> None:
    kept = {letter: like for letter, like in confusables() if fold(letter) not in {fold(like), fold(like.swapcase())}}

    # Unicode takes a capital I for a small l: a person who types it has an i in mind.
    assert kept == {"г": "r", "Ь": "b", "І": "l", "Ӏ": "l"}


def test_no_letter_is_folded_in_two_ways() -> None:
    assert not TWINS.keys() & PLAIN.keys()
    assert not {*TWINS.values(), *PLAIN.values()} & {*TWINS, *PLAIN}


def test_names_are_in_the_order_of_the_alphabet() -> None:
    names = [
        "Абрамов",
        "авдеев",
        "Аксёнов",
        "Ёлкин",
        "Елохин",
        "Игнатов",
        "Іваненко",
        "Измайлов",
        "Касымов",
        "Қасымова",
    ]

    assert sorted(names, key=fold_for_order) == [
        *("Абрамов", "авдеев", "Аксёнов", "Ёлкин", "Елохин"),
        *("Іваненко", "Игнатов", "Измайлов", "Касымов", "Қасымова"),
    ]
    assert fold_for_order("O’Brien, Łukasz") == "obrien lukasz"


@given(st.text())
def test_folding_twice_for_order_changes_nothing(words: str) -> None:
    assert fold_for_order(fold_for_order(words)) == fold_for_order(words)
