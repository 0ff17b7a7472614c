"""Settings: templates."""

import pytest

from chalicelib.tenancy.model import CategoryChoice
from tests.account.console.forms import ROOT, filled_in, now_of, problem_at, saved, sent
from tests.support.api.desk import Desk, seen
from tests.support.api.people import People

LIST, NEW = f"{ROOT}/templates", "templates/new-template"


def test_a_template_is_added_and_used(api: People, desk: Desk) -> None:
    saved(
        desk,
        NEW,
        name="Приёмка на СТО",
        categories=["vin", "exterior"],
        min__exterior="4",
        max__exterior="12",
        comment="Чистый\r\nавтомобиль",
    )

    template = now_of(api).templates[-1]
    assert (template.code, template.name) == ("priemka_na_sto", "Приёмка на СТО")
    assert template.categories == (CategoryChoice(code="exterior", min=4, max=12), CategoryChoice(code="vin"))
    assert template.comment == "Чистый\nавтомобиль"
    body = api.staff.post("/v1/photo-requests", {"template": "priemka_na_sto"}).expect(201)
    assert [(each["code"], each["min"]) for each in body["categories"]] == [("exterior", 4), ("vin", 1)]


def test_a_template_is_changed_under_its_code(api: People, desk: Desk) -> None:
    page = desk.get(f"{LIST}/quick")
    assert "<code>quick</code>" in page.text
    assert "code" not in filled_in(page)

    saved(desk, "templates/quick", name="Совсем другое", code="other", categories=["damage"], min__damage="2")

    (template,) = now_of(api).templates
    assert (template.code, template.name) == ("quick", "Совсем другое")
    assert template.categories == (CategoryChoice(code="damage", min=2),)
    assert filled_in(desk.get(f"{LIST}/quick"))["min-damage"] == "2"


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "x" * 121}, "name", "Must have at most 120 characters."),
        ({"categories": []}, "categories", "Tick at least one."),
        ({"min-vin": "0"}, "min-vin", "Must be 1 or more."),
        ({"max-vin": "31"}, "max-vin", "Must be 30 or less."),
        ({"max-vin": "x"}, "max-vin", "Must be a whole number."),
        ({"min-vin": "3", "max-vin": "2"}, "max-vin", "Must be 3 or more."),
        ({"comment": "x" * 501}, "comment", "Must have at most 500 characters."),
        ({"code": "quick"}, "code", "There is such a code already. Choose another one, or none."),
        ({"code": "9"}, "code", "Must be a code: 2 to 40 small Latin letters, digits and underscores, a letter first."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    api: People, desk: Desk, typed: dict[str, str | list[str]], field: str, said: str
) -> None:
    before = now_of(api)

    answer = sent(desk, NEW, **{"name": "Приёмка", "categories": ["exterior", "vin"], "min-exterior": "5", **typed})

    assert answer.status == 422
    assert problem_at(answer, field) == said
    again = filled_in(answer)
    assert again["min-exterior"] == "5"
    assert all(again.get(name, "") == value for name, value in typed.items() if isinstance(value, str))
    assert now_of(api) == before


def test_a_template_is_deleted_after_a_question(api: People, desk: Desk) -> None:
    assert "Delete this template?" in seen(desk.get(f"{LIST}/quick/remove"))
    assert now_of(api).template("quick")

    assert desk.post(f"{LIST}/quick/remove").status == 303

    assert now_of(api).templates == ()
    page = seen(desk.get(LIST))
    assert "The template is deleted." in page
    assert "There are no templates yet." in page


def test_an_unknown_code_is_not_found(desk: Desk) -> None:
    for path in (f"{LIST}/none", f"{LIST}/none/remove"):
        assert desk.get(path).status == 404
    assert desk.post(f"{LIST}/none").status == 404
