"""Settings: categories."""

import pytest

from chalicelib.tenancy.categories import built_in
from tests.account.console.forms import ROOT, filled_in, now_of, problem_at, saved, sent
from tests.support.api.desk import Desk, seen
from tests.support.api.people import People
from tests.support.api.steps import asked

LIST, NEW = f"{ROOT}/categories", "categories/new-category"


def own(api: People) -> dict[str, object]:
    return {category.code: category for category in now_of(api).own_categories}


def test_a_category_is_added_with_a_code_of_its_label(api: People, desk: Desk) -> None:
    saved(
        desk,
        NEW,
        label_ru="Шины и диски",
        label_es="Neumáticos",
        hint_en="All four",
        hint_ru="Все четыре",
        min="4",
        max="8",
        by_default="yes",
        original_required="yes",
    )

    category = now_of(api).own_categories[-1]
    assert category.code == "shiny_i_diski"
    assert category.labels == {"ru": "Шины и диски", "es": "Neumáticos"}
    assert category.hints == {"ru": "Все четыре", "en": "All four"}
    assert (category.min, category.max, category.by_default, category.original_required) == (4, 8, True, True)
    assert "Шины и диски" in seen(desk.speaking("ru").get(LIST))
    assert asked(api.staff, categories=["shiny_i_diski"])["categories"][0]["min"] == 4


def test_two_of_a_label_get_two_codes(api: People, desk: Desk) -> None:
    saved(desk, NEW, label_ru="Ключи", code="klyuchi")
    saved(desk, NEW, label_ru="Ключи")
    saved(desk, NEW, label_ru="!!!")

    assert list(own(api)) == ["keys", "klyuchi", "klyuchi_2", "category"]
    saved(desk, NEW, label_ru="Ключи")
    assert list(own(api))[-1] == "klyuchi_3"


def test_a_built_in_category_is_replaced_and_reset(api: People, desk: Desk) -> None:
    saved(desk, "categories/damage", label_ru="Ущерб", min="2")

    assert now_of(api).own_categories[-1].label("ru") == "Ущерб"
    assert "Built in, changed" in seen(desk.get(LIST))
    asking = desk.get(f"{LIST}/damage/remove")
    assert "Reset this category to how it was built in?" in seen(asking)
    assert "damage" in own(api)
    assert desk.post(f"{LIST}/damage/remove").status == 303
    assert "damage" not in own(api)
    assert "The category is as it was built in." in seen(desk.get(LIST))


def test_saving_a_built_in_category_as_it_is_replaces_nothing(api: People, desk: Desk) -> None:
    for category in built_in():
        saved(desk, f"categories/{category.code}")

    assert list(own(api)) == ["keys"]


def test_labels_in_languages_that_are_not_offered_stay(api: People, desk: Desk) -> None:
    api.admin.patch("/v1/account", {"languages": ["ru"]}).expect(200)

    page = desk.get(f"{LIST}/keys")
    saved(desk, "categories/keys", label_ru="Все ключи")

    assert "label_en" not in filled_in(page)
    assert now_of(api).own_categories[0].labels == {"en": "Keys", "ru": "Все ключи"}


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"label_ru": ""}, "label_ru", "Write a label in at least one language."),
        ({"label_es": "x" * 61}, "label_es", "Must have at most 60 characters."),
        ({"hint_es": "x" * 301}, "hint_es", "Must have at most 300 characters."),
        (
            {"code": "Keys"},
            "code",
            "Must be a code: 2 to 40 small Latin letters, digits and underscores, a letter first.",
        ),
        ({"code": "keys"}, "code", "There is such a code already. Choose another one, or none."),
        ({"code": "vin"}, "code", "There is such a code already. Choose another one, or none."),
        ({"min": "0"}, "min", "Must be 1 or more."),
        ({"min": ""}, "min", "Must be a whole number."),
        ({"max": "31"}, "max", "Must be 30 or less."),
        ({"min": "5", "max": "4"}, "max", "The largest number must not be less than the smallest."),
        ({"max": "many"}, "max", "Must be a whole number."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    api: People, desk: Desk, typed: dict[str, str], field: str, said: str
) -> None:
    before = now_of(api)

    answer = sent(desk, NEW, **{"label_ru": "Шины", "hint_en": "All", **typed})

    assert answer.status == 422
    assert problem_at(answer, field) == said
    again = filled_in(answer)
    assert all(again.get(name, "") == value for name, value in ({"hint_en": "All"} | typed).items())
    assert now_of(api) == before


def test_an_own_category_is_deleted_after_a_question(api: People, desk: Desk) -> None:
    asking = desk.get(f"{LIST}/keys/remove")

    assert "Delete this category?" in seen(asking)
    assert "keys" in own(api)
    assert desk.post(f"{LIST}/keys/remove").status == 303
    assert own(api) == {}
    assert desk.get(f"{LIST}/keys").status == 404


def test_a_category_of_a_template_stays_and_the_template_is_named(api: People, desk: Desk) -> None:
    saved(desk, "templates/quick", categories=["vin", "keys"], name="Быстро & точно")

    for answer in (desk.get(f"{LIST}/keys/remove"), desk.post(f"{LIST}/keys/remove")):
        assert answer.status == 409
        assert "These templates ask for the category: “Быстро & точно”. Take it out of them first." in seen(answer)
    assert "keys" in own(api)


def test_a_template_that_does_not_fit_any_more_is_named(api: People, desk: Desk) -> None:
    saved(desk, "templates/quick", categories=["keys"], max__keys="2")

    answer = sent(desk, "categories/keys", min="3", max="9")

    assert answer.status == 422
    assert "Template “Быстро”: Must be 3 or more." in seen(answer)
    assert filled_in(answer)["min"] == "3"


@pytest.mark.parametrize("code", ["no_such_code", "x" * 300, "..%2F..", "%00"])
def test_an_unknown_code_is_not_found(desk: Desk, code: str) -> None:
    for path in (f"{LIST}/{code}", f"{LIST}/{code}/remove"):
        assert desk.get(path).status == 404
    assert desk.post(f"{LIST}/{code}").status == 404
