"""Words that phones would make a link of, beside the owner's own, are refused where they come in."""

from typing import Any

import pytest

from tests.account.console.forms import problem_at, sent
from tests.support.api.desk import at_desk
from tests.support.api.people import People
from tests.support.api.steps import asked

REFUSED = "Phones would make a link of this. Leave web addresses out, put a space after each dot."
LINKS = ("example.com", "СК bit.ly/x", "тут.рф", "1.2.3.4", "http://x", "exam\u200bple.com", "example．com", "a@b.com")


@pytest.mark.parametrize("link", LINKS)
def test_a_name_in_messages_is_no_link(api: People, link: str) -> None:
    label = {"code": "glass", "labels": {"ru": link[:60]}}
    answers = {
        "/name": api.admin.patch("/v1/account", {"name": link}),
        "/categories/0/labels/ru": api.admin.patch("/v1/account", {"categories": [label]}),
        "/owner/name": api.staff.post("/v1/cases", {"owner": {"name": f"Иван {link}"}}),
        "/case/owner/name": api.staff.post("/v1/photo-requests", {"case": {"owner": {"name": f"Иван {link}"}}}),
    }

    for pointer, answer in answers.items():
        assert answer.status == 422
        assert answer.json["errors"] == [{"pointer": pointer, "detail": REFUSED}]


@pytest.mark.parametrize("name", ["Иванов И.И.", "И.И.Иванов", "Seguros S.L.U.", "«Меридиан», г. Москва", "№ 1.2.3"])
def test_dots_of_other_kinds_are_taken(api: People, name: str) -> None:
    assert api.admin.patch("/v1/account", {"name": name}).expect(200)["name"] == name
    assert api.staff.post("/v1/cases", {"owner": {"name": name}}).expect(201)["owner"]["name"] == name


@pytest.mark.parametrize(("language", "said"), [("ru", "Телефоны"), ("es", "teléfonos"), ("en", "Phones")])
def test_it_is_said_in_the_callers_language(api: People, language: str, said: str) -> None:
    answer = api.admin.patch("/v1/account", {"name": "example.com"}, headers={"Accept-Language": language})

    assert said in answer.json["errors"][0]["detail"]


@pytest.mark.parametrize(("section", "field"), [("organisation", "name"), ("categories/new-category", "label_en")])
def test_forms_say_it_at_the_field(api: People, section: str, field: str) -> None:
    typed: dict[str, str | list[str]] = {field: "bit.ly/x"}

    answer = sent(at_desk(api.admin).speaking("en"), section, **typed)

    assert (answer.status, problem_at(answer, field)) == (422, REFUSED)


def test_texts_that_stand_in_no_sms_may_have_addresses(api: People) -> None:
    texts: dict[str, Any] = {
        "signature": "meridian.example.com",
        "confidentiality_notice": "https://example.com/privacy",
    }

    assert api.admin.patch("/v1/account", texts).expect(200)["signature"] == texts["signature"]
    assert asked(api.staff, comment="Как снимать: example.com/photo")["comment"] == "Как снимать: example.com/photo"
