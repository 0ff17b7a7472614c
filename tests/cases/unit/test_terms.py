"""Search terms of a case, and readings of a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.base.clock import now
from chalicelib.base.folding import fold, fold_code
from chalicelib.base.search.readings import place_of
from chalicelib.base.search.terms import MAX_NAME_TERMS, Term
from chalicelib.features.cases.former_terms import former_terms, normalized
from chalicelib.features.cases.model import FORMER_RULE, Case, Owner, Vehicle
from chalicelib.features.cases.terms import read_as, terms_of


def case(**known: object) -> Case:
    moment = now()
    return Case.model_validate(
        {"id": "case_1", "account_id": "acc_1", "created_at": moment, "created_by": "x", "changed_at": moment, **known}
    )


def named(name: str) -> Case:
    return case(owner=Owner(name=name))


def called(phone: str) -> Case:
    return case(owner=Owner(phone=phone))


def found(known: Case, query: str) -> bool:
    """Return True if a query finds a case."""
    return place_of(terms_of(known), read_as(query)) is not None


def test_a_case_is_found_by_its_codes_its_phone_and_its_name_in_all_orders() -> None:
    terms = terms_of(
        case(
            reference="К-1/26",
            vehicle=Vehicle(vin="XTA210990Y1234567", plate="в001вв77"),
            owner=Owner(name="Петров Иван", phone="+34612345678"),
        )
    )

    texts = "К1 26", "XTA210990Y1234567", "В001ВВ77", "34612345678", "612345678", "ПетровИван"
    assert terms == {
        *(Term("find", fold_code(text)) for text in texts),
        *(Term("find", fold(name)) for name in ("Иван Петров", "Петров Иван")),
        Term("tel", "8765432164"),
    }


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Петров Иван", "Иван Петров"),
        ("Петров Иван", "Петров Иван"),
        ("Петров Иван", "Петров И"),
        ("Петров Иван", "иван п"),
        ("Петров Иван", "И Петров"),
        ("Петров Иван", "И. Петров"),
        ("Петров Иван", "пет"),
        ("Сидоров Пётр", "сид пе"),
        ("Сидоров Пётр", "пётр сид"),
        ("Сидоров Пётр", "пе сид"),
        ("Ли Анна", "анна ли"),
        ("Ли Анна", "ли анна"),
        ("Ли Анна", "ли"),
        ("Гевердава Вера Сергеевна", "вера гев"),
        ("Гевердава Вера Сергеевна", "сергеевна"),
        ("Гевердава Вера Сергеевна", "Гевердава Сергеевна Вера"),
        ("Гевердава Вера Сергеевна", "сергеевна вера"),
        ("Гевердава Вера Сергеевна", "Гевердава В.С."),
        ("Гевердава Вера Сергеевна", "В.С. Гевердава"),
        ("Ёлкин", "елкин"),
        ("Елкин", "ЁЛКИН"),
        ("Ёлкин", "Eлкин"),
        ("García-Pérez, José", "GARCIA PEREZ"),
        ("García-Pérez, José", "jose garcia"),
        ("García Pérez", "perez-garcia"),
        ("García-Pérez", "garciaperez"),
        ("Салтыков-Щедрин Михаил", "салтыковщедрин"),
        ("O’Brien Sean", "obrien"),
        ("O’Brien Sean", "o brien"),
        ("O’Brien Sean", "sean o'br"),
        ("O’Brien Sean", "sean o brien"),
        ("O’Brien Sean", "brien"),
        ("Д`Артаньян Шарль", "шарль д артаньян"),
        ("Макдональд", "мак-дональд"),
        ("Juan Carlos García Pérez", "garcia juan"),
        ("Juan Carlos García Pérez", "perez carlos"),
        ("María del Carmen de la Torre y Ruiz", "ruiz maría"),
        ("María del Carmen de la Torre y Ruiz", "torre carmen"),
        ("María del Carmen de la Torre y Ruiz", "carmen mar"),
        ("ООО «Ромашка-2»", "ромашка 2"),
        ("ООО «Ромашка-2»", "ромашка-2 ооо"),
        ("Иван Иван", "иван иван"),
        ("王小明", "王小明"),
    ],
)
def test_a_name_is_found_by_its_words_in_any_order(name: str, query: str) -> None:
    assert found(named(name), query)


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("Петров Иван", "Петров Пётр"),
        ("Петров Иван", "Иванов"),
        ("Петров Иван", "Петровс Иван"),
        ("Петрович Иван", "Петров Иван С"),
        ("Иван Петров", "иван иван"),
        ("Ли Анна", "лиана"),
        ("Сидоров Пётр", "сид пе ив"),
        ("Петров", "---"),
        ("Петров", "тров"),
    ],
)
def test_other_words_find_nothing(name: str, query: str) -> None:
    assert not found(named(name), query)


@pytest.mark.parametrize(
    "query",
    [
        "9161112233",
        "89161112233",
        "+7 916 111-22-33",
        "8 (916) 111-22-33",
        "8-10-7-916-111-22-33",
        "0079161112233",
        "011 7 916 111 22 33",
        "тел. 8 916 111 22 33",
        "+7 916 111-22-33 доб. 5",
        "2233",
        "11-22-33",
        "111 2233",
        "8 916",
        "8916",
        "7916",
        "916 111",
        "+7 (916",
        "8-10-7 916",
        "００７９１６",
        "+7.916.1112233",
        "89161112233 ",
        "\u200e+79161112233\u202c",
    ],
)
def test_a_phone_is_found_however_it_is_written(query: str) -> None:
    assert found(called("+79161112233"), query)


@pytest.mark.parametrize(
    ("phone", "query"),
    [
        ("+34612345678", "612 34 56 78"),
        ("+34612345678", "0034612345678"),
        ("+34612345678", "00 34 612 34 56 78"),
        ("+34612345678", "8-10-34 612 345 678"),
        ("+34612345678", "+34 612"),
        ("+34612345678", "612 34"),
        ("+34612345678", "0034 612"),
        ("+79109370341", "0341"),
        ("+79109370341", "8 (910) 937-03-41"),
        ("+375291234567", "8 029 123-45-67"),
        ("+375291234567", "8 029 12"),
        ("+33612345678", "06 12 34 56 78"),
        ("+525512345678", "01152 55 1234 5678"),
        ("+50012345", "00500 12345"),
        ("+3725123456", "5123456"),
        ("+525512345678", "+52 1 55 1234 5678"),
        ("+525512345678", "044 55 1234 5678"),
        ("+5511981234567", "+55 11 8123-4567"),
        ("+5511981234567", "(11) 8123-4567"),
        ("+5511981234567", "011 8123-4567"),
        ("+5511981234567", "8123-4567"),
        ("+5491123456789", "+54 11 15 2345-6789"),
        ("+5491123456789", "011 15 2345-6789"),
        ("+5491123456789", "+54 9 11 15 2345-6789"),
        ("+5493512345678", "0351 15 234 5678"),
        ("+84332345678", "0163 234 5678"),
        ("+84332345678", "+84 163 2345678"),
        ("+2250707123456", "07 12 34 56"),
        ("+380671234567", "8 067 123-45-67"),
        ("+998901234567", "8 90 123 45 67"),
        ("+12125550123", "(212) 555-0123"),
        ("+393123456789", "312 345 6789"),
        ("+390612345678", "06 1234 5678"),
        ("+49301234567", "+49 (0)30 1234567"),
        ("+49301234567", "030 1234567"),
        ("+442079460018", "(0)20 7946 0018"),
    ],
)
def test_phones_of_other_countries_are_found_as_people_there_write_them(phone: str, query: str) -> None:
    assert found(called(phone), query)


@pytest.mark.parametrize("query", ["9161112234", "341", "1112", "916 112", "+7 916 111-22-33-44", "0"])
def test_other_digits_find_nothing(query: str) -> None:
    assert not found(called("+79161112233"), query)


@pytest.mark.parametrize(
    "query", ["У-2026", "у20260042", "У 2026/0042", "Y-2026", "xta 210990", "ХТА2109", "а 123 вс", "A123BC77"]
)
def test_codes_are_found_by_their_beginning_in_either_layout(query: str) -> None:
    known = case(reference="У-2026/0042", vehicle=Vehicle(vin="XTA210990Y1234567", plate="А123ВС77"))

    assert found(known, query)
    assert not found(known, query[1:])


def test_digits_are_the_end_of_a_phone_first_and_then_all_else_that_they_may_be() -> None:
    part, whole = read_as("8916"), read_as("89161112233")

    assert [reading.key for reading in part] == [
        Term("tel", "6198"),
        Term("find", "8916"),
        Term("find", "7916"),
        Term("find", "916"),
    ]
    assert all(reading.also for reading in part)
    assert whole[0] == (Term("tel", "3322111619"), (), False, False)


@given(st.text(max_size=200))
def test_any_name_is_found_by_each_of_its_words_and_by_no_more_terms_than_fit(name: str) -> None:
    known = case(owner=Owner.model_construct(name=name))
    terms, words = terms_of(known), fold(name).split()

    assert len(terms) <= MAX_NAME_TERMS
    assert all(len(term.text.encode()) <= 500 for term in terms)
    if len(words) <= MAX_NAME_TERMS:
        assert all(any(term.text.split()[0] == word for term in terms) for word in words)


WORDS = st.lists(st.text("абвгде", min_size=1, max_size=5), min_size=1, max_size=MAX_NAME_TERMS)


@given(st.data())
def test_a_name_is_found_by_any_of_its_words_in_any_order_and_half_written(data: st.DataObject) -> None:
    words = data.draw(WORDS)
    chosen = data.draw(st.permutations(words))[: data.draw(st.integers(1, len(words)))]
    asked = [word[: data.draw(st.integers(min(3, len(word)), len(word)))] for word in chosen]

    assert found(named(" ".join(words)), " ".join(asked))


def test_a_case_that_a_shorter_reading_could_mean_is_listed_where_it_is_looked_for() -> None:
    known = case(reference="79", vehicle=Vehicle(plate="891"))

    assert place_of(terms_of(known), read_as("89")) == (1, Term("find", "79"))


def test_a_transaction_holds_the_terms_of_both_rules() -> None:
    words = " ".join(f"с{number}" for number in range(50))
    known = case(
        reference="К-1",
        vehicle=Vehicle(vin="XTA210990Y1234567", plate="А1"),
        owner=Owner(name=words, phone="+79161112233"),
    )

    assert len(terms_of(known)) <= 18
    assert len(terms_of(known.model_copy(update={"terms_rule": FORMER_RULE}))) <= 15


def test_nothing_known_is_found_by_nothing() -> None:
    assert terms_of(case()) == frozenset()
    assert read_as(" --- ") == []


@pytest.mark.parametrize("query", ["Ёлкин", "мария петр", "8916", "А123ВС", "García", "+7 916 123-45-67"])
def test_what_the_former_rule_wrote_is_found_as_well(query: str) -> None:
    former = (
        case(reference="А123ВС", owner=Owner(name="Ёлкин García", phone="+79161234567"), terms_rule=FORMER_RULE)
        if query != "мария петр"
        else case(owner=Owner(name="Мария Петрова"), terms_rule=FORMER_RULE)
    )

    assert found(former, query)
    assert {term.text for term in terms_of(former)} == former_terms(former)


def test_the_former_rule_is_as_it_was() -> None:
    assert normalized("А 123-ВС 77") == "a123bc77"
    assert former_terms(named("Анна де ла Крус")) == set(
        map(normalized, ("Анна де ла Крус", "Анна", "де", "ла", "Крус"))
    )
