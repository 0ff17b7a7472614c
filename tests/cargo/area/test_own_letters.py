"""Pages of letters to the carrier of an own claim, and their tab in the console."""

from collections.abc import Iterator

import pytest
import time_machine

from tests.cabinet.visitors import HOME, Visitor
from tests.cargo.api.test_letters import carried, letters
from tests.claims.area.holders import holder_of
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People


@pytest.fixture(autouse=True)
def _in_april() -> Iterator[None]:
    with time_machine.travel("2026-04-08T12:00:00+02:00", tick=False):
        yield


@pytest.fixture
def own(api: People) -> tuple[Visitor, str]:
    client_id, claim_id = carried(api)
    return holder_of(api, client_id, language="es"), claim_id


def test_the_claim_leads_to_its_letters_with_their_last_days(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    at = f"{HOME}/claims/{claim_id}/letters"

    assert at in visitor.get(f"{HOME}/claims/{claim_id}").text
    page = seen(visitor.get(at))

    assert "Reserva por daño o pérdida no manifiestos Último día: 09/04/2026 CMR, art. 30.1" in page
    assert "El último día era el 01/04/2026" in page
    assert f"{at}/hidden" in visitor.get(at).text


def test_a_draft_can_be_read_copied_and_had_in_another_language(own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    at = f"{HOME}/claims/{claim_id}/letters/hidden"

    usual, spanish = visitor.get(at), visitor.get(f"{at}?language=es")

    assert '<article class="card letter" lang="en">' in usual.text
    assert "We hereby send you reservations in writing (CMR, art. 30.1)." in seen(usual)
    assert '<pre lang="es">' in spanish.text
    assert visitor.get(f"{at}?language=xx").status == 200


def test_the_day_of_sending_is_noted_and_errors_keep_what_was_typed(api: People, own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    at = f"{HOME}/claims/{claim_id}/letters"
    version = visitor.call("GET", f"/claims/{claim_id}").expect(200)["version"]

    wrong = visitor.post(f"{at}/hidden/sent", {"version": str(version), "day": "10/04/2026"})
    done = visitor.post(f"{at}/hidden/sent", {"version": str(version), "day": "8/4/2026"})

    assert (wrong.status, done.status) == (422, 303)
    assert 'value="10/04/2026"' in wrong.text
    assert "Ese día aún no ha llegado" in seen(wrong)
    assert f'href="{HOME}/claims/{claim_id}/letters/hidden?language=ru"' in wrong.text
    assert f'name="next" value="{HOME}/claims/{claim_id}/letters/hidden"' in wrong.text
    assert "Enviada al porteador el 08/04/2026" in seen(visitor.get(at))
    assert letters(api, claim_id)["hidden"]["sent_at"] == "2026-04-08T10:00:00Z"
    assert "Anotar el envío" not in seen(visitor.get(f"{at}/hidden"))


def test_unknown_facts_are_marked(api: People) -> None:
    client_id, claim_id = carried(api, cargo={"packages": 2})
    visitor = holder_of(api, client_id, language="en")

    page = seen(visitor.get(f"{HOME}/claims/{claim_id}/letters/claim"))

    assert (
        "Fill in what is in brackets: Name of the carrier, Waybill, Goods, Place of delivery, Amount claimed." in page
    )
    assert "To: [Name of the carrier]" in page


def test_the_letter_is_offered_as_a_document_once_the_claim_has_started(own: tuple[Visitor, str]) -> None:
    visitor, claim_id = own
    at = f"{HOME}/claims/{claim_id}/letters"
    assert 'name="slot" value="claim_letter"' not in visitor.get(at).text
    version = visitor.call("GET", f"/claims/{claim_id}").expect(200)["version"]
    visitor.call("POST", f"/claims/{claim_id}/moves", {"version": version, "move": "start"}).expect(200)

    assert 'name="slot" value="claim_letter"' in visitor.get(at).text


def test_staff_read_and_note_letters_in_the_console(api: People) -> None:
    _, claim_id = carried(api)
    desk = at_desk(api.admin).speaking("es")
    tab = desk.get(f"/console/cases/{claim_id.replace('claim_', 'case_')}?tab=claim")
    at = f"/console/claims/{claim_id}/letters/hidden"

    assert at in tab.text
    page = desk.get(f"{at}?language=ru")
    assert "Настоящим направляем вам письменную оговорку (CMR, art. 30.1)." in seen(page)
    version = str(api.key.get(f"/v1/claims/{claim_id}").expect(200)["version"])
    wrong = desk.post(f"{at}/sent", {"version": version, "day": "mañana"})
    done = desk.post(f"{at}/sent", {"version": version, "day": "08/04/2026"})
    assert (wrong.status, done.status) == (422, 303)
    assert "Escriba el día en que se envió la carta al porteador" in seen(wrong)
    assert f'href="{at}?language=ru"' in wrong.text
    assert "Enviada al porteador el 08/04/2026" in seen(desk.get(at))
