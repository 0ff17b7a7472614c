"""What a case can be found by."""

from hypothesis import given
from hypothesis import strategies as st

from chalicelib.cases.model import MAX_NAME_WORDS, Case, Owner, Vehicle, normalized
from chalicelib.clock import now


def case(**known: object) -> Case:
    moment = now()
    return Case.model_validate(
        {"id": "case_1", "account_id": "acc_1", "created_at": moment, "created_by": "x", "changed_at": moment, **known}
    )


def test_spaces_punctuation_case_and_layout_do_not_matter() -> None:
    assert normalized("А 123-ВС 77") == normalized("a123bc77") == "a123bc77"
    assert normalized("Straße") == normalized("STRASSE")
    assert normalized(" --- ") == ""


@given(st.text())
def test_normalising_twice_changes_nothing(term: str) -> None:
    assert normalized(normalized(term)) == normalized(term)


def test_a_case_is_found_by_reference_vehicle_phone_and_each_part_of_the_name() -> None:
    terms = case(
        reference="К-1",
        vehicle=Vehicle(vin="XTA210990Y1234567", plate="в001вв77"),
        owner=Owner(name="Анна де ла Крус", phone="+34612345678"),
    ).terms

    assert terms == {normalized(term) for term in (
        "К-1", "XTA210990Y1234567", "В001ВВ77", "Анна де ла Крус", "Анна", "де", "ла", "Крус", "34612345678",
    )}  # fmt: skip


def test_a_name_has_so_many_parts_that_a_transaction_holds_them() -> None:
    name = " ".join(str(number) for number in range(60))

    assert len(case(owner=Owner(name=name)).terms) == MAX_NAME_WORDS + 1


def test_nothing_known_is_found_by_nothing() -> None:
    assert case().terms == frozenset()
