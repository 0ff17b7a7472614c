"""The pages of products: the list, the form with its rows, the price of an example, removal."""

from decimal import Decimal

import pytest

from chalicelib.features.policies.product_types import Product
from chalicelib.features.policies.products import ProductSettings
from chalicelib.tenancy import sections
from tests.account.console.forms import filled_in
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People

LIST = "/console/settings/products"
NEW = f"{LIST}/new-product"


def now_of(api: People) -> ProductSettings:
    return sections.show(api.account.id, ProductSettings).value


def product(api: People, code: str) -> Product:
    found = now_of(api).find(code)
    assert found is not None
    return found


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize("code", ["osago", "kasko", "property", "cargo", "life", "life_invest"])
def test_a_form_that_is_sent_back_changes_nothing(api: People, desk: Desk, code: str) -> None:
    before = product(api, code)

    answer = desk.post(f"{LIST}/{code}", {**filled_in(desk.get(f"{LIST}/{code}")), "do": "save"})

    assert answer.status == 303, seen(answer)
    assert product(api, code) == before
    assert [each.code for each in now_of(api).products] == [
        "osago",
        "kasko",
        "property",
        "cargo",
        "life",
        "life_invest",
    ]


def test_the_list_names_products_and_their_rates(api: People) -> None:
    page = plain(seen(at_desk(api.admin).speaking("ru").get(LIST)))

    assert all(words in page for words in ("ОСАГО", "1,25 %", "КАСКО", "4 %", "Добавить продукт"))


def test_the_price_of_an_example_is_shown_as_typed(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")
    form = desk.get(f"{LIST}/kasko")
    typed = filled_in(form)

    answer = desk.post(f"{LIST}/kasko", {**typed, "do": "price", "percent": "5,5"})

    assert "40 000,00 ₽" in plain(seen(form))
    page = plain(seen(answer))
    assert all(words in page for words in ("1 000 000,00 ₽", "55 000,00 ₽", "56 650,00 ₽", "первый платёж 28 325,00 ₽"))
    assert product(api, "kasko").rating.percent == 4


def test_a_product_is_added_with_its_rows(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(NEW))
    for button in ("add-factor", "add-option-0", "add-field", "add-document"):
        typed = filled_in(desk.post(NEW, {**typed, "do": button}))

    answer = desk.post(
        NEW,
        {
            **typed,
            "do": "save",
            "label_ru": "Титул",
            "subject": "property",
            "percent": "0,5",
            "sum_least": "100 000",
            "sum_most": "5 000 000",
            "factor0-label_ru": "Франшиза",
            "factor0-kind": "deductible",
            "factor0-option0-label_ru": "Нет",
            "factor0-option0-amount": "0",
            "factor0-option1-label_ru": "10 000",
            "factor0-option1-factor": "0,9",
            "factor0-option1-amount": "10 000,00",
            "field0-label_ru": "Кем является",
            "field0-kind": "choice",
            "field0-choices": "Собственник\nБанк / Banco / Bank",
            "document0-label_ru": "Правила",
            "document0-file": "https://example.org/rules.pdf",
            "document0-since": "01.01.2026",
        },
    )

    assert answer.status == 303, seen(answer)
    made = product(api, "titul")
    (deductible,) = made.rating.factors
    assert [(each.code, each.factor, each.amount) for each in deductible.options] == [
        ("net", Decimal(1), Decimal(0)),
        ("option_10_000", Decimal("0.9"), Decimal("10000.00")),
    ]
    (field,) = made.fields
    assert [(each.code, each.labels) for each in field.choices] == [
        ("sobstvennik", {"ru": "Собственник"}),
        ("bank", {"ru": "Банк", "es": "Banco", "en": "Bank"}),
    ]
    assert (made.documents[0].since.isoformat(), made.active, made.term_months) == ("2026-01-01", True, 12)


def test_all_errors_are_told_at_their_fields(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    typed = filled_in(desk.post(f"{LIST}/kasko", {**filled_in(desk.get(f"{LIST}/kasko")), "do": "add-factor"}))

    answer = desk.post(
        f"{LIST}/kasko",
        {
            **typed,
            "do": "save",
            "percent": "much",
            "sum_most": "1",
            "plan0-factor": "0",
            "term_months": "",
            "currency": "x",
        },
    )

    assert answer.status == 422
    for field in ("percent", "plan0-factor", "term_months", "currency", "factor3-label_ru", "factor3-option0-label_ru"):
        assert f'id="{field}-wrong"' in answer.text, field
    assert 'value="much"' in answer.text


def test_a_rule_of_products_together_is_told_at_its_field(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    typed = filled_in(desk.get(f"{LIST}/kasko"))

    answer = desk.post(f"{LIST}/kasko", {**typed, "do": "save", "sum_most": "1", "factor1-kind": "cover"})

    assert answer.status == 422
    assert 'id="sum_most-wrong"' in answer.text
    assert 'id="factor1-kind-wrong"' in answer.text


def test_rows_go_and_saved_ones_keep_their_codes(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{LIST}/kasko"))
    for button in ("remove-plan-2", "remove-option-0-1", "remove-factor-1", "remove-option-9-9", "add-nothing", "x"):
        typed = filled_in(desk.post(f"{LIST}/kasko", {**typed, "do": button}))

    answer = desk.post(f"{LIST}/kasko", {**typed, "do": "save", "factor0-option1-label_ru": "Полная гибель"})

    assert answer.status == 303, seen(answer)
    made = product(api, "kasko")
    assert [each.code for each in made.plans] == ["whole", "in_2"]
    assert [each.code for each in made.rating.factors] == ["cover", "deductible"]
    assert [each.code for each in made.rating.factors[0].options] == ["full", "total"]
    assert made.rating.factors[0].options[1].labels["ru"] == "Полная гибель"


def test_a_form_that_somebody_else_overtook_comes_back(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{LIST}/kasko"))
    assert desk.post(f"{LIST}/kasko", {**typed, "do": "save", "percent": "5"}).status == 303

    late = desk.post(f"{LIST}/kasko", {**typed, "do": "save", "percent": "6"})

    assert (late.status, str(product(api, "kasko").rating.percent)) == (409, "5")


def test_a_product_is_removed_after_a_question(api: People) -> None:
    desk = at_desk(api.admin).speaking("ru")

    question = desk.get(f"{LIST}/life/remove")
    done = desk.post(f"{LIST}/life/remove")

    assert "Удалить этот продукт?" in seen(question)
    assert done.status == 303
    assert "Продукт удалён." in seen(desk.get(LIST))
    assert "life" not in {each.code for each in now_of(api).products}
    assert product(api, "life").term_months == 60


def test_a_removed_product_comes_back_as_a_new_one(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{LIST}/life"))
    desk.post(f"{LIST}/life/remove")

    late = desk.post(f"{LIST}/life", {**typed, "do": "save"})
    saved = desk.post(NEW, {**filled_in(late), "do": "save"})

    assert (late.status, saved.status) == (409, 303)
    assert [each.code for each in product(api, "life").rating.factors[0].options] == ["endowment", "accident"]


def test_nobody_else_opens_the_pages(api: People) -> None:
    assert [at_desk(by).get(LIST).status for by in (api.staff, api.agent)] == [403, 403]


@pytest.mark.parametrize(("language", "rate"), [("ru", "1,25"), ("en", "1.25")])
def test_numbers_of_the_form_are_written_as_in_the_language_and_read_back(
    api: People, language: str, rate: str
) -> None:
    desk, before = at_desk(api.admin).speaking(language), product(api, "osago")
    typed = filled_in(desk.get(f"{LIST}/osago"))

    assert typed["percent"] == rate
    assert desk.post(f"{LIST}/osago", {**typed, "do": "save"}).status == 303
    assert product(api, "osago") == before


def test_a_product_in_dinars_is_read_as_the_language_of_the_page_writes(api: People) -> None:
    desk = at_desk(api.admin).speaking("es")
    typed = filled_in(desk.get(f"{LIST}/property"))
    dinars = {"currency": "KWD", "sum_least": "1.234", "sum_most": "1.234.567,125", "minimum_premium": "1,234"}

    assert desk.post(f"{LIST}/property", {**typed, **dinars, "do": "save"}).status == 303
    rating = product(api, "property").rating
    again = filled_in(desk.get(f"{LIST}/property"))

    assert [str(each) for each in (rating.sum_least, rating.sum_most)] == ["1234", "1234567.125"]
    assert str(rating.minimum_premium) == "1.234"
    assert [again[name] for name in ("sum_least", "sum_most", "minimum_premium")] == ["1234", "1234567,125", "1,234"]


def test_an_option_is_ticked_to_need_drivers(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{LIST}/kasko"))

    answer = desk.post(f"{LIST}/kasko", {**typed, "do": "save", "factor1-option2-needs_drivers": "yes"})

    assert answer.status == 303, seen(answer)
    needing = [
        each.code for factor in product(api, "kasko").rating.factors for each in factor.options if each.needs_drivers
    ]
    assert needing == ["two_years"]
    assert filled_in(desk.get(f"{LIST}/kasko"))["factor1-option2-needs_drivers"] == "yes"


def test_a_tick_that_is_taken_away_needs_no_drivers(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{LIST}/osago"))
    assert typed.pop("factor2-option0-needs_drivers") == "yes"

    answer = desk.post(f"{LIST}/osago", {**typed, "do": "save"})

    assert answer.status == 303, seen(answer)
    assert not product(api, "osago").rating.factors[2].options[0].needs_drivers


def test_drivers_of_something_else_are_refused_at_the_tick(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(f"{LIST}/osago"))

    answer = desk.post(f"{LIST}/osago", {**typed, "do": "save", "subject": "property"})

    assert answer.status == 422
    assert 'id="factor2-option0-needs_drivers-wrong"' in answer.text
    assert "factor2-option0-needs_drivers" in filled_in(answer)


def test_what_clients_may_do_and_read_is_saved(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    typed = filled_in(desk.get(f"{LIST}/kasko"))
    steps = "Остановитесь.\r\n\r\nПозвоните нам."

    answer = desk.post(
        f"{LIST}/kasko", {**typed, "do": "save", "cancels_online": "yes", "after_loss_ru": steps, "after_loss_es": ""}
    )
    typed = filled_in(desk.get(f"{LIST}/kasko"))
    long = desk.post(f"{LIST}/kasko", {**typed, "do": "save", "after_loss_en": "x" * 2001})

    assert answer.status == 303, seen(answer)
    made = product(api, "kasko")
    assert made.cancels_online
    assert (made.after_loss["ru"], set(made.after_loss)) == ("Остановитесь.\n\nПозвоните нам.", {"ru", "en"})
    assert long.status == 422 and 'id="after_loss_en-wrong"' in long.text and "x" * 2001 in long.text
