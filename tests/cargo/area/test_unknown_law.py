"""Carriages without a known law: the company is led to its handler, since the carrier's own terms hold."""

from typing import Any

import pytest

from tests.cabinet.visitors import HOME
from tests.cargo.people import visitor
from tests.cargo.shippers import announced, shipper
from tests.claims.api.test_moves import patch
from tests.claims.area.holders import with_claim
from tests.support.api.desk import seen
from tests.support.api.people import People

ASKS = {
    "es": "puede que solo disponga de un día: consulte ya a su gestora qué plazos rigen.",
    "en": "you may have only a day: ask your handler now which dates hold.",
    "ru": "сразу спросите того, кто ведёт ваш убыток, какие сроки действуют.",
}


@pytest.mark.parametrize("language", ["es", "en", "ru"])
def test_the_company_is_asked_to_write_to_its_handler(api: People, language: str) -> None:
    client_id = shipper(api)
    claim_id = announced(api.key, client_id, mode="rail")["id"]
    company = visitor(api, client_id, language=language)

    page, letters = (company.get(f"{HOME}/claims/{claim_id}{path}") for path in ("", "/letters"))

    assert ASKS[language] in seen(page)
    assert ASKS[language] in seen(letters)
    assert '<a class="quiet" href="#chat">' in page.text
    assert 'id="chat"' in page.text
    assert f'href="{HOME}/claims/{claim_id}#chat"' in letters.text
    assert company.call("GET", f"/claims/{claim_id}").expect(200)["law"] is None


@pytest.mark.parametrize(
    ("facts", "asks"),
    [
        ({"mode": "rail"}, True),
        ({"mode": "air"}, True),
        ({"mode": None}, True),
        ({"mode": "road", "law": "courier"}, True),
        ({"mode": "road"}, False),
        ({"mode": "rail", "law": "cmr"}, False),
        ({"mode": "air", "route": "international"}, False),
        ({"mode": "sea"}, False),
    ],
)
def test_only_carriages_without_deadlines_by_law_ask(api: People, facts: dict[str, Any], asks: bool) -> None:
    client_id = shipper(api)
    claim_id = announced(api.key, client_id, **facts)["id"]
    company = visitor(api, client_id)

    assert (ASKS["es"] in seen(company.get(f"{HOME}/claims/{claim_id}"))) is asks


def test_a_law_that_staff_note_later_ends_the_question(api: People) -> None:
    client_id = shipper(api)
    claim_id = announced(api.key, client_id, mode="rail")["id"]
    company = visitor(api, client_id)
    assert ASKS["es"] in seen(company.get(f"{HOME}/claims/{claim_id}"))

    patch(api.key, claim_id, facts={"law": "lcttm"}).expect(200)

    assert ASKS["es"] not in seen(company.get(f"{HOME}/claims/{claim_id}"))
    assert company.call("GET", f"/claims/{claim_id}").expect(200)["law"] == "lcttm"


def test_motor_claims_have_no_carrier(api: People) -> None:
    person, claim_id = with_claim(api, language="es")

    assert "porteador" not in seen(person.get(f"{HOME}/claims/{claim_id}"))
