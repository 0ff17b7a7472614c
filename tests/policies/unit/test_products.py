"""Products: usual ones, their rules together, own fields, numbers, ages, documents by day."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from chalicelib.base.errors import Invalid
from chalicelib.base.folding import fold_code
from chalicelib.base.languages import LANGUAGES
from chalicelib.features.clients.settings import Retention
from chalicelib.features.policies.product_defaults import usual_products
from chalicelib.features.policies.product_rules import check_products
from chalicelib.features.policies.product_types import (
    FieldChoice,
    Labelled,
    Product,
    ProductDocument,
    ProductField,
)
from chalicelib.features.policies.products import ProductSettings
from chalicelib.features.policies.rules import read_fields, read_insured, read_number, read_terms, wrong_drivers
from chalicelib.features.policies.typed import TypedInsured, TypedVehicle


def product(code: str = "kasko") -> Product:
    found = ProductSettings().find(code)
    assert found is not None
    return found


def errors(check: Callable[[], object]) -> dict[str, str]:
    with pytest.raises(Invalid) as caught:
        check()
    return {each.pointer: each.message.format(**each.params) for each in caught.value.errors}


def with_rating(of: Product, **changes: Any) -> Product:
    return of.model_copy(update={"rating": of.rating.model_copy(update=changes)})


def labelled(of: Product) -> list[Labelled]:
    """Return all that has labels in a product."""
    options = [option for factor in of.rating.factors for option in factor.options]
    return [of, *of.plans, *of.fields, *of.rating.factors, *options]


def test_the_usual_products_keep_the_rules() -> None:
    check_products(usual_products())

    assert [each.code for each in usual_products()] == ["osago", "kasko", "property", "cargo", "life", "life_invest"]


@pytest.mark.parametrize("of", usual_products(), ids=lambda each: each.code)
def test_a_usual_product_speaks_every_language(of: Product) -> None:
    assert all(each.labels.keys() == set(LANGUAGES) for each in labelled(of))


def test_settings_come_back_as_they_were_stored() -> None:
    saved = ProductSettings().with_products(usual_products())

    stored = saved.model_dump(mode="json", exclude_defaults=True)

    assert [each["code"] for each in stored["own"]] == ["osago", "kasko", "property", "cargo", "life", "life_invest"]
    assert ProductSettings.model_validate(stored).products == usual_products()


def test_all_errors_of_products_are_told_at_once() -> None:
    kasko = product()
    cover, losses, deductible = kasko.rating.factors
    wrong = with_rating(
        kasko,
        percent=Decimal(0),
        minimum_premium=Decimal(0),
        sum_least=Decimal("1.005"),
        sum_most=Decimal(1),
        factors=(
            cover.model_copy(update={"options": (*cover.options, cover.options[0])}),
            losses.model_copy(update={"kind": "cover"}),
            deductible.model_copy(
                update={"options": tuple(each.model_copy(update={"amount": None}) for each in deductible.options[:1])}
            ),
        ),
    ).model_copy(
        update={
            "fields": (
                ProductField(code="kind", labels={"en": "Kind"}, kind="choice"),
                ProductField(code="kind", labels={"en": "Kind"}, choices=(FieldChoice(code="aa", labels={"en": "A"}),)),
            ),
            "retention": Retention(years=5, law=" "),
        }
    )

    found = errors(lambda: check_products((kasko, wrong)))

    at = "/products/1"
    assert found == {
        f"{at}/code": "kasko is here twice.",
        f"{at}/rating/sum_least": "Has too many digits after the point: RUB has 2.",
        f"{at}/rating/sum_most": "Must not be less than the least sum insured.",
        f"{at}/rating/percent": "Must be more than 0, or there must be a minimum premium.",
        f"{at}/rating/factors/0/options/3/code": "full is here twice.",
        f"{at}/rating/factors/1/kind": "A product has one cover and one deductible at most.",
        f"{at}/rating/factors/2/options/0/amount": "Write the sum that the policyholder bears; 0 for none.",
        f"{at}/fields/1/code": "kind is here twice.",
        f"{at}/fields/0/choices": "Write at least one value to choose.",
        f"{at}/fields/1/choices": "Only a field of kind “choice” has values.",
        f"{at}/retention/law": "Write the law that demands it, with its article.",
    }


def test_only_deductibles_have_sums() -> None:
    cover = product().rating.factors[0]
    option = cover.options[0].model_copy(update={"amount": Decimal(1)})
    wrong = with_rating(product(), factors=(cover.model_copy(update={"options": (option,)}),))

    assert errors(lambda: check_products((wrong,))) == {
        "/products/0/rating/factors/0/options/0/amount": "Only options of a deductible have a sum."
    }


FIELDS = product().model_copy(
    update={
        "fields": (
            ProductField(code="owner", labels={"en": "Owner"}),
            ProductField(code="year", labels={"en": "Year"}, kind="number"),
            ProductField(code="bought", labels={"en": "Bought"}, kind="date", required=False),
            ProductField(
                code="use",
                labels={"en": "Use"},
                kind="choice",
                choices=(
                    FieldChoice(code="own", labels={"en": "Own"}),
                    FieldChoice(code="taxi", labels={"en": "Taxi"}),
                ),
            ),
        )
    }
)


def test_own_fields_are_read_by_their_kinds() -> None:
    given = {"owner": " Банк ", "year": 2024, "bought": "2024-05-01", "use": "taxi"}

    assert read_fields(FIELDS, given) == {"owner": "Банк", "year": "2024", "bought": "2024-05-01", "use": "taxi"}
    assert "bought" not in read_fields(FIELDS, {**given, "bought": None})


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (
            {"year": "x", "bought": "31.02.2024", "use": "bus", "colour": "red"},
            {
                "/fields/colour": "This product has no such field; it has: owner, year, bought, use.",
                "/fields/owner": "This field is required.",
                "/fields/year": "Must be a number such as 1250.50.",
                "/fields/bought": "Must be a date of the calendar, such as 23.01.1986.",
                "/fields/use": "Choose one of: own, taxi.",
            },
        ),
        (
            {"owner": "x" * 501, "year": True, "bought": 1, "use": ["own"]},
            {
                "/fields/owner": "Must be a text of at most 500 characters.",
                "/fields/year": "Must be a number such as 1250.50.",
                "/fields/bought": "Must be a date of the calendar, such as 23.01.1986.",
                "/fields/use": "Choose one of: own, taxi.",
            },
        ),
    ],
)
def test_wrong_own_fields_are_told_at_once(given: Mapping[str, Any], found: Mapping[str, str]) -> None:
    assert errors(lambda: read_fields(FIELDS, given)) == found


def test_case_48_a_number_is_one_in_cyrillic_and_in_latin() -> None:
    osago = product("osago")

    assert read_number(osago, " ХХХ 0123456789 ") == "ХХХ 0123456789"
    assert fold_code("ХХХ 0123456789") == fold_code(read_number(osago, "XXX0123456789"))
    assert fold_code("ХХХ № 0123456789") == fold_code("XXX0123456789")


@pytest.mark.parametrize("written", ["ХХХ 012345678", "ХХ 0123456789", "0123456789", "", "ХХХ 01234567890"])
def test_a_number_of_osago_has_letters_and_digits(written: str) -> None:
    found = errors(lambda: read_number(product("osago"), written))

    assert found == {"/number": "Must be 3 letters and 10 digits, such as ХХХ 0123456789."}


def test_other_numbers_have_at_most_forty_characters() -> None:
    assert read_number(product(), "АА 104338828") == "АА 104338828"
    assert read_number(product(), "x" * 40) == "x" * 40
    for written in ("x" * 41, "", " — "):
        assert list(errors(lambda written=written: read_number(product(), written))) == ["/number"]  # type: ignore[misc]


def test_documents_are_those_of_the_day_of_signature() -> None:
    def rules(since: date, file: str, title: str = "Rules") -> ProductDocument:
        return ProductDocument(labels={"en": title}, file=f"https://example.org/{file}.pdf", since=since)

    of = product().model_copy(
        update={
            "documents": (
                rules(date(2027, 1, 1), "new"),
                rules(date(2026, 1, 1), "old"),
                rules(date(2026, 1, 1), "terms", "Terms"),
            )
        }
    )

    assert [each.file[-7:-4] for each in of.documents_on(date(2026, 12, 31))] == ["old", "rms"]
    assert [each.file[-7:-4] for each in of.documents_on(date(2027, 1, 1))] == ["new", "rms"]
    assert of.documents_on(date(2025, 12, 31)) == ()


def test_a_removed_product_stays_known_to_its_policies() -> None:
    settings = ProductSettings().with_products((product("osago"),))

    assert [each.code for each in settings.products] == ["osago"]
    assert settings.find("kasko") == product("kasko")
    dearer = product("kasko").model_copy(update={"term_months": 6})
    again = settings.with_products((product("osago"), dearer))
    assert again.find("kasko") == dearer
    assert "kasko" not in {each.code for each in again.former}


@pytest.mark.parametrize(
    ("chosen", "listed", "wrong"),
    [
        ({"drivers": "named"}, False, True),
        ({"drivers": "named"}, True, False),
        ({"drivers": "any"}, False, False),
        ({"drivers": "any"}, True, False),
        ({"drivers": "nobody"}, False, False),
        ({}, False, False),
    ],
)
def test_only_listed_drivers_means_at_least_one(chosen: dict[str, str], listed: bool, wrong: bool) -> None:
    found = [each.pointer for each in wrong_drivers(product("osago"), chosen, listed=listed)]

    assert found == (["/drivers"] if wrong else [])


def test_options_saved_before_need_no_drivers() -> None:
    saved = product("osago").model_dump(mode="json", exclude_defaults=True)
    for option in saved["rating"]["factors"][2]["options"]:
        option.pop("needs_drivers", None)

    before = Product.model_validate(saved)

    assert not any(option.needs_drivers for factor in before.rating.factors for option in factor.options)


def test_only_products_of_vehicles_have_drivers() -> None:
    of = product("osago").model_copy(update={"subject": "property"})

    found = errors(lambda: check_products((of,)))

    assert found == {
        "/products/0/rating/factors/2/options/0/needs_drivers": (
            "Leave it out: only products that insure a vehicle have drivers."
        )
    }


def test_reported_terms_are_taken_without_drivers() -> None:
    today = date(2026, 11, 29)
    typed = TypedInsured(
        product="osago", begins=today, vehicle=TypedVehicle(plate="А123ВС 777"), options={"drivers": "named"}
    )

    assert list(errors(lambda: read_terms(product("osago"), typed, None, today=today))) == ["/drivers"]
    assert read_insured(product("osago"), typed, None, today=today).drivers == ()
