"""A company announces its own claim in the area. It has started, and staff hear of it."""

from collections.abc import Iterator
from html import unescape
from re import findall
from typing import Any

import pytest
import time_machine

from chalicelib.features.claims.settings import claim_settings
from chalicelib.identity.area.permissions import AreaPermission
from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.cargo.people import visitor
from tests.cargo.shippers import CLAIMS, shipper
from tests.claims.area.holders import holder_of
from tests.claims.cases import shown, told
from tests.clients.bodies import PERSON, added
from tests.policies.sales import sold
from tests.support import outbox
from tests.support.api.client import Answer
from tests.support.api.desk import at_desk, seen
from tests.support.api.people import People
from tests.support.area import company_user, holder, open_area, registered

PAGE = f"{HOME}/claims/announce"
STEPS: list[dict[str, str]] = [
    {"kind": "breakage", "goods": "pallet"},
    {"route": "national", "mode": "road"},
    {"delivered_at": "2026-04-01", "description": "Dos palés volcados:\nlatas abolladas."},
    {"contents": "Conservas", "gross_kg": "240,5", "value": "5000,00", "currency": "EUR", "waybill": "CMR 4471"},
]
BODY: dict[str, Any] = {
    "kind": "breakage",
    "goods": "parcel",
    "route": "national",
    "mode": "road",
    "zone": "Europe/Madrid",
    "delivered_at": "2026-04-01T10:00:00+02:00",
    "description": "Caja mojada",
}


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-04-02T10:00:00+02:00", tick=False):
        yield


def fields_of(page: Answer) -> dict[str, str]:
    """Return the values of a page's form, as a browser would send them."""
    hidden = findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.text)
    typed = findall(r'<input id="[^"]+" name="([^"]+)"[^>]* value="([^"]*)"', page.text)
    chosen = findall(r'<input type="radio" name="([^"]+)" value="([^"]*)" checked', page.text)
    texts = findall(r'<textarea id="[^"]+" name="([^"]+)"[^>]*>([^<]*)</textarea>', page.text)
    return {name: unescape(value) for name, value in (*hidden, *typed, *chosen, *texts) if name != "next"}


def walked(company: Visitor, steps: list[dict[str, str]] = STEPS) -> list[Answer]:
    """Fill some steps as a browser does; return their answers."""
    answers = [company.get(PAGE)]
    for each in steps:
        answers.append(company.post(PAGE, {**fields_of(answers[-1]), **each}))
    return answers


def claims_of(api: People) -> list[dict[str, Any]]:
    return api.key.get(CLAIMS).expect(200)["items"]  # type: ignore[no-any-return]


def notices() -> list[str]:
    """Return the notices to staff about claims."""
    found = [str(item.data.get("notice", "")) for item in outbox.messages()]
    return [each for each in found if each.startswith("claim_")]


def test_a_company_announces_in_four_steps_and_goes_on_with_the_documents(api: People) -> None:
    client_id = shipper(api)
    company = visitor(api, client_id)

    *steps, last = walked(company)

    assert [each.status for each in steps] == [200] * 4
    assert "Paso 1 de 4" in seen(steps[0])
    (line,) = claims_of(api)
    assert last.headers["location"].endswith(f"{HOME}/claims/{line['id']}")
    claim = shown(api.staff, line["id"])
    assert (claim["stage"], claim["turn"], claim["client_id"], claim["law"]) == ("documents", "client", client_id, None)
    facts = claim["facts"]
    assert (facts["kind"], facts["goods"], facts["route"], facts["mode"]) == ("breakage", "pallet", "national", "road")
    assert facts["description"] == "Dos palés volcados:\nlatas abolladas."
    assert (facts["cargo"]["gross_kg"], facts["cargo"]["value"]["amount"]) == ("240.5", "5000.00")
    assert facts["declared_at"] == "2026-04-02T08:00:00Z"
    page = seen(company.get(f"{HOME}/claims/{line['id']}"))
    assert "Hemos empezado" in page
    assert notices() == ["claim_declared"]
    assert [each["claim_id"] for each in told("claim.started")] == [line["id"]]
    assert told("claim.announced") == []


def test_the_last_step_sent_twice_is_one_claim_and_nobody_elses(api: People) -> None:
    client_id = shipper(api)
    company = visitor(api, client_id)
    typed = {**fields_of(walked(company, STEPS[:3])[-1]), **STEPS[3]}

    first, second = company.post(PAGE, typed), company.post(PAGE, typed)
    other = at_area(
        registered(api.account.id, company_user(client_id), email="eva@shipper.example", phone="+34612349999")
    ).post(PAGE, typed)

    assert first.headers["location"] == second.headers["location"] != other.headers["location"]
    assert len(claims_of(api)) == 2


def test_what_is_wrong_is_told_at_its_step_and_nothing_is_lost(api: People) -> None:
    company = visitor(api, shipper(api))

    nothing = walked(company, [{}])[-1]
    no_day = walked(company, [*STEPS[:2], {"description": ""}])[-1]
    future = walked(company, [*STEPS[:2], {"delivered_at": "2026-05-01", "description": "Roto"}])[-1]
    wrong = walked(company, [*STEPS[:3], {"gross_kg": "-3", "value": "mil", "contents": "Azulejo"}])[-1]

    assert [each.status for each in (nothing, no_day, future, wrong)] == [422] * 4
    assert "Elija qué ha pasado con la mercancía." in seen(nothing)
    assert "Elija si era un paquete o un palé." in seen(nothing)
    assert 'id="delivered_at-wrong"' in no_day.text
    assert 'id="description-wrong"' in no_day.text
    assert "No puede ser una fecha futura." in seen(future)
    assert fields_of(future)["description"] == "Roto"
    assert 'id="gross_kg-wrong"' in wrong.text
    assert 'id="value-wrong"' in wrong.text
    assert (fields_of(wrong)["contents"], fields_of(wrong)["kind"]) == ("Azulejo", "breakage")
    back = company.post(PAGE, {**fields_of(wrong), "back": "1"})
    assert fields_of(back)["description"] == STEPS[2]["description"]
    assert claims_of(api) == []


def test_a_mode_that_nobody_knows_has_no_law(api: People) -> None:
    company = visitor(api, shipper(api))

    walked(company, [STEPS[0], {"route": "international", "mode": "unknown"}, *STEPS[2:]])

    (line,) = claims_of(api)
    claim = shown(api.staff, line["id"])
    assert (claim["facts"]["mode"], claim["law"]) == (None, None)


def test_of_several_companies_one_is_chosen(api: People) -> None:
    first, second = shipper(api), shipper(api, tax_number="7728168971", name="Otra, S. L.")
    open_area(api.account.id)
    company = at_area(registered(api.account.id, company_user(first), company_user(second)), language="es")

    assert "Otra, S. L." in seen(company.get(PAGE))
    assert walked(company, STEPS[:1])[-1].status == 422
    walked(company, [{**STEPS[0], "client_id": second}, *STEPS[1:]])

    assert [each["client_id"] for each in claims_of(api)] == [second]
    assert company.call("POST", "/claims/announced", BODY).pointers == ["/client_id"]
    assert company.call("POST", "/claims/announced", {**BODY, "client_id": first}).status == 201


def test_a_claim_of_another_company_is_refused(api: People) -> None:
    other = shipper(api, tax_number="7728168971", name="Otra, S. L.")
    company = visitor(api, shipper(api))

    refused = company.call("POST", "/claims/announced", {**BODY, "client_id": other})
    typed = walked(company, [{**STEPS[0], "client_id": other}])[-1]

    assert (refused.status, refused.pointers) == (422, ["/client_id"])
    assert typed.status == 422
    assert claims_of(api) == []


def test_programs_announce_once_by_key(api: People) -> None:
    company = visitor(api, shipper(api))
    company.headers = {**company.headers, "Idempotency-Key": "s-1"}

    first, second = (company.call("POST", "/claims/announced", BODY).expect(201) for _ in range(2))

    assert first == second
    assert (first["stage"], len(claims_of(api))) == ("documents", 1)
    deadlines = {
        each["code"]: each["last_day"]
        for each in api.staff.get(f"{CLAIMS}/{first['id']}/deadlines").expect(200)["items"]
    }
    assert deadlines["lcttm_hidden"] == "2026-04-08"


def test_a_holder_declares_under_a_policy_and_announces_nothing(api: People) -> None:
    client_id = added(api.key, PERSON)
    person = holder_of(api, client_id)

    assert person.get(PAGE).headers["location"].endswith(f"{HOME}/claims/new")
    assert person.post(PAGE, STEPS[0]).headers["location"].endswith(f"{HOME}/claims/new")
    assert person.call("POST", "/claims/announced", {**BODY, "client_id": client_id}).pointers == ["/client_id"]


def test_a_user_without_the_permission_announces_nothing(api: People) -> None:
    client_id = shipper(api)
    own = visitor(api, client_id, permissions=frozenset({AreaPermission.MESSAGES}))

    assert own.get(PAGE).status == 404
    assert own.call("POST", "/claims/announced", BODY).status == 404
    assert claims_of(api) == []


def test_the_button_leads_each_person_to_what_they_can_do(api: People) -> None:
    client_id, own = shipper(api), added(api.key, PERSON)
    company = visitor(api, client_id)
    both = at_area(
        registered(
            api.account.id,
            company_user(client_id),
            holder(own),
            email="eva@shipper.example",
            phone="+34612349999",
        ),
        language="es",
    )

    led = company.get(f"{HOME}/claims/new")

    assert (led.status, led.headers["location"].endswith(PAGE)) == (303, True)
    assert both.get(f"{HOME}/claims/new").status == 303
    assert "pulse «Declarar un siniestro» y complete cuatro pasos breves" in seen(company.get(f"{HOME}/help"))


def test_a_process_that_takes_no_notices_of_clients_lets_no_company_announce(api: People) -> None:
    client_id = shipper(api)
    company = visitor(api, client_id)
    present = api.admin.get("/v1/account/claims").expect(200)
    processes = [{**each, "notice_by_client": False} for each in present["processes"]]
    api.admin.patch("/v1/account/claims", {"version": present["version"], "processes": processes}).expect(200)

    assert not any(each.notice_by_client for each in claim_settings(api.account.id).processes)
    assert company.get(PAGE).status == 303
    assert company.call("POST", "/claims/announced", BODY).pointers == ["/client_id"]
    page = company.get(f"{HOME}/claims/new")
    assert "Llámenos y anunciaremos el suyo." in seen(page)
    assert "Anunciar un siniestro por su cuenta" not in seen(company.get(f"{HOME}/help"))


def test_a_person_with_a_policy_and_a_company_sees_both_ways(api: People) -> None:
    client_id, own = shipper(api), added(api.key, PERSON)
    sold(api.key, own, paid_instalments=1)
    open_area(api.account.id)
    memberships = company_user(client_id), holder(own)
    both = at_area(registered(api.account.id, *memberships), language="es")

    page = both.get(f"{HOME}/claims/new")

    assert page.status == 200
    assert "¿De qué póliza se trata?" in seen(page)
    assert f'href="{PAGE}"' in page.text


def test_steps_are_kept_by_the_browser_for_its_own_way_back_and_no_other_page_is(api: People) -> None:
    company = visitor(api, shipper(api))
    first = company.get(PAGE)
    second = company.post(PAGE, {**fields_of(first), **STEPS[0]})
    wrong = company.post(PAGE, fields_of(second))

    kept = [each.headers["cache-control"] for each in (first, second, wrong)]

    assert kept == ["private, no-cache"] * 3
    assert company.get(f"{HOME}/claims").headers["cache-control"] == "no-store"


def test_a_claim_without_a_reference_is_known_to_both_sides_by_one_number(api: People) -> None:
    company = visitor(api, shipper(api))
    claim = company.call("POST", "/claims/announced", BODY).expect(201)
    desk, number = at_desk(api.staff).speaking("en"), claim["number"]

    found = company.call("GET", f"/claims?q={number.lower()}").expect(200)["items"]
    listed, tab = desk.get("/console/claims"), desk.get(f"/console/cases/case_{claim['id'][6:]}?tab=claim")

    assert [each["id"] for each in found] == [claim["id"]]
    assert f"No. {number}" in seen(listed)
    assert f"No. {number}" in seen(tab)
