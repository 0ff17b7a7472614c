"""The facts of the goods that a company completes itself: the estimate follows them, until the decision."""

import re

from chalicelib.features.claims.stages import Outcome, Stage
from tests.cabinet.visitors import HOME, Visitor
from tests.cargo.consignments import FACTS, note_rate, own_carried
from tests.cargo.console.test_announce_pages import filled_in
from tests.claims.cases import changed
from tests.support.api.desk import seen
from tests.support.api.people import People

WHOLE = {
    "claimed": "9.000",
    "value": "36.000,00",
    "carriage_charges": "480",
    "currency": "eur",
    "gross_kg": "1.200,5",
    "affected_kg": "300",
    "packages": "12",
    "contents": "Conservas",
    "carrier": "Transportes Miño",
    "waybill": "CMR-7",
}


def version_of(visitor: Visitor, claim_id: str) -> str:
    return str(visitor.call("GET", f"/claims/{claim_id}").expect(200)["version"])


def test_the_estimate_leads_to_the_facts_that_it_lacks_and_follows_them(api: People) -> None:
    note_rate(api)
    visitor, claim_id = own_carried(api, claimed=None, cargo=None)
    at = f"{HOME}/claims/{claim_id}/goods"
    card = visitor.get(f"{HOME}/claims/{claim_id}")
    assert at in card.text
    assert "Añadir los datos que faltan" in seen(card)

    saved = visitor.post(at, {"version": version_of(visitor, claim_id), **WHOLE})

    assert saved.status == 303
    estimate = seen(visitor.get(saved.headers["location"])).replace("\u00a0", " ")
    assert "Los datos están guardados." in estimate
    assert "Como máximo: 3.152,24 €" in estimate
    assert "Corregir los datos de la mercancía" in estimate
    facts = api.staff.get(f"/v1/claims/{claim_id}").expect(200)["facts"]
    assert facts["claimed"] == {"amount": "9000.00", "currency": "EUR"}
    assert facts["cargo"]["value"] == {"amount": "36000.00", "currency": "EUR"}
    assert facts["cargo"]["gross_kg"] == "1200.5"


def test_amounts_that_nobody_touches_keep_their_currencies_and_weights_are_read_as_the_language_writes(
    api: People,
) -> None:
    dollars = {"amount": "500.00", "currency": "USD"}
    visitor, claim_id = own_carried(api, cargo={"value": dollars, "gross_kg": "1.234"})
    at = f"{HOME}/claims/{claim_id}/goods"
    form = filled_in(visitor.get(at))

    visitor.post(at, form)
    same = api.staff.get(f"/v1/claims/{claim_id}").expect(200)["facts"]
    visitor.post(at, {**form, "version": version_of(visitor, claim_id), "gross_kg": "1.240", "value": "600"})
    changed_facts = api.staff.get(f"/v1/claims/{claim_id}").expect(200)["facts"]

    assert (form["currency"], form["gross_kg"]) == ("USD", "1,234")
    assert (same["claimed"]["currency"], same["cargo"]["value"], same["cargo"]["gross_kg"]) == ("EUR", dollars, "1.234")
    assert changed_facts["claimed"] == {"amount": "9000.00", "currency": "EUR"}
    assert changed_facts["cargo"]["value"] == {"amount": "600.00", "currency": "USD"}
    assert changed_facts["cargo"]["gross_kg"] == "1240"


def test_dinars_have_three_digits_behind_the_comma_and_groups_before_it(api: People) -> None:
    fils = {"amount": "1.234", "currency": "KWD"}
    visitor, claim_id = own_carried(api, claimed=fils, cargo={"value": fils, "carriage_charges": fils})
    at = f"{HOME}/claims/{claim_id}/goods"
    form = filled_in(visitor.get(at))

    visitor.post(at, {**form, "value": "1.234", "carriage_charges": "2.345,678"})

    facts = api.staff.get(f"/v1/claims/{claim_id}").expect(200)["facts"]
    assert (form["claimed"], form["value"], form["currency"]) == ("1,234", "1,234", "KWD")
    assert facts["claimed"] == fils
    assert facts["cargo"]["value"] == {"amount": "1234.000", "currency": "KWD"}
    assert facts["cargo"]["carriage_charges"] == {"amount": "2345.678", "currency": "KWD"}


def test_all_errors_come_at_once_with_the_names_of_fields_and_nothing_is_lost(api: People) -> None:
    visitor, claim_id = own_carried(api)
    typed = {**WHOLE, "claimed": "mucho", "gross_kg": "0", "packages": "doce"}

    answer = visitor.post(f"{HOME}/claims/{claim_id}/goods", {"version": version_of(visitor, claim_id), **typed})

    page = seen(answer)
    assert answer.status == 422
    assert all(f"{name}: " in page for name in ("Importe de la pérdida", "Peso bruto, kg", "Bultos"))
    assert all(f'value="{each}"' in answer.text for each in ("mucho", "doce", "36.000,00"))


def test_another_version_and_a_decided_claim_change_nothing(api: People) -> None:
    visitor, claim_id = own_carried(api)
    at, version = f"{HOME}/claims/{claim_id}/goods", version_of(visitor, claim_id)
    visitor.post(at, {"version": version, **WHOLE})

    stale = visitor.post(at, {"version": version, **WHOLE, "claimed": "1"})
    changed(api, claim_id, stage=Stage.DECIDED, outcome=Outcome.REFUSED)
    late = visitor.post(at, {"version": version_of(visitor, claim_id), **WHOLE, "claimed": "1"})
    shown = visitor.get(at)

    assert (stale.status, late.status) == (409, 409)
    assert "sus datos ya no se cambian" in seen(late)
    assert not re.search("<form[^>]*goods", shown.text)
    assert api.staff.get(f"/v1/claims/{claim_id}").expect(200)["facts"]["claimed"]["amount"] == "9000.00"


def test_programs_complete_the_facts_and_get_the_estimate(api: People) -> None:
    note_rate(api)
    visitor, claim_id = own_carried(api)
    body = {"version": int(version_of(visitor, claim_id)), "claimed": None, "cargo": {"affected_kg": "100"}}

    told = visitor.call("PATCH", f"/claims/{claim_id}/goods", body).expect(200)

    assert told["loss"] is None
    facts = api.staff.get(f"/v1/claims/{claim_id}").expect(200)["facts"]
    assert (facts["claimed"], facts["cargo"]["affected_kg"]) == (None, "100")
    assert facts["cargo"]["carrier"] == FACTS["cargo"]["carrier"]


def test_a_letter_leads_to_the_words_that_it_lacks_and_has_them_then(api: People) -> None:
    visitor, claim_id = own_carried(api, description=None)
    at, letter = f"{HOME}/claims/{claim_id}/goods", f"{HOME}/claims/{claim_id}/letters/claim?language=en"
    assert "[Found]" in seen(visitor.get(letter))
    assert f'href="/area/{at.partition("/area/")[2]}"' in visitor.get(letter).text
    words = "Two pallets had fallen over:\ntins dented, boxes wet."

    saved = visitor.post(at, filled_in(visitor.get(at)) | {"description": words})

    assert saved.status == 303
    page = seen(visitor.get(letter))
    assert "Two pallets had fallen over" in page
    assert "[Found]" not in page
    assert filled_in(visitor.get(at))["description"] == words


def test_words_that_are_too_long_are_refused_at_their_field_and_kept(api: People) -> None:
    visitor, claim_id = own_carried(api)
    at = f"{HOME}/claims/{claim_id}/goods"

    refused = visitor.post(at, filled_in(visitor.get(at)) | {"description": "я" * 4001})

    assert (refused.status, 'id="description-wrong"' in refused.text, "я" * 4001 in refused.text) == (422, True, True)
