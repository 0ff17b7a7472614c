"""The form of a claim's facts: its documents and deadlines follow them."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.dates import is_same_date, read_date
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cases import service as cases
from chalicelib.features.claims import patching, service
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.move_schemas import ClaimChange
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

facts_pages = console_pages(__name__)
_HTML, _WRITE = "text/html", console("claims:write")
_FACTS = "/console/claims/{claim_id}/facts"
_UNPROCESSABLE = 422
_NO_DAY = N_("Write a day such as {example}.")
_NOON = time(12)
KINDS: Mapping[str, str] = {
    "collision": N_("Road accident"),
    "damage": N_("Damage without other vehicles"),
    "theft": N_("Theft of the vehicle"),
    "robbery": N_("Robbery"),
    "breakage": N_("Breakage"),
    "loss": N_("Loss of goods"),
}
TEXTS: Mapping[str, str] = {
    "place": N_("Place of the loss"),
    "driver": N_("Driver"),
    "police_reference": N_("Number of the police report"),
}
ANSWERS: Mapping[str, str] = {
    "police_called": N_("The police came"),
    "without_police": N_("Settled by a common notice, without police"),
    "own_workshop": N_("The injured party chose the workshop"),
    "injured": N_("People were injured"),
    "third_party": N_("The claimant is not the policyholder"),
}
DAYS: Mapping[str, str] = {
    "discovered_at": N_("Day of the discovery"),
    "complete_at": N_("All papers were handed in on"),
    "inspected_at": N_("The vehicle was inspected on"),
    "taken_over_at": N_("The workshop took the vehicle over on"),
    "repaired_at": N_("The vehicle was repaired on"),
}
_SAID = {"yes": True, "no": False}


class FactsForm(Fields):
    """Facts as they are typed; an empty field stands for an unknown fact."""

    version: str = ""
    kind: str = ""
    place: str = ""
    driver: str = ""
    police_reference: str = ""
    police_called: str = ""
    without_police: str = ""
    own_workshop: str = ""
    injured: str = ""
    third_party: str = ""
    discovered_at: str = ""
    complete_at: str = ""
    inspected_at: str = ""
    taken_over_at: str = ""
    repaired_at: str = ""


class Choice(NamedTuple):
    """A value to choose."""

    value: str
    label: str


@facts_pages.operation("GET", _FACTS, audience=_WRITE, media_type=_HTML, summary="The form of a claim's facts")
def show_facts(caller: Caller, claim_id: str, call: Call) -> Response:
    """Show the facts that are known, or lead to those of goods: this form has facts of vehicles alone."""
    claim = service.show_claim(caller, claim_id)
    if claim.facts.is_of_goods:
        return see_other(f"/console/claims/{claim.id}/goods")
    return _page(call, caller, claim, _filled(claim, _zone(caller), call.language))


@facts_pages.operation(
    "POST", _FACTS, audience=_WRITE, status=303, media_type=_HTML, summary="Change the facts of a claim"
)
def save_facts(caller: Caller, claim_id: str, form: FactsForm, call: Call) -> Response:
    """Save the facts, or show the form again as it was typed."""
    claim = service.show_claim(caller, claim_id)
    try:
        told, lacking = _told(claim, form, _zone(caller), call.language)
        body = read_typed(ClaimChange, {"version": _whole(form.version) or 1, "facts": told}, lacking=lacking)
        patching.change_claim(caller, claim_id, body.changes(), version=body.version)
    except Invalid as error:
        places = {f"/facts/{name}": name for name in FactsForm.model_fields}
        wrong, troubles = problems_at_fields(error, places=places, language=call.language)
        return _page(call, caller, claim, form, status=_UNPROCESSABLE, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said, status = text(call.language, error.message, **error.params), int(kind_of(error)[0])
        return _page(call, caller, claim, form, status=status, troubles=[said])
    return see_other(f"/console/cases/{claim.case_id}?tab=claim", notice="claim_facts_saved")


def _filled(claim: Claim, zone: ZoneInfo, language: Language) -> FactsForm:
    facts = claim.facts
    answers = {name: {True: "yes", False: "no", None: ""}[getattr(facts, name)] for name in ANSWERS}
    texts = {name: getattr(facts, name) or "" for name in ("kind", *TEXTS)}
    days = {name: _day_of(getattr(facts, name), zone, language) for name in DAYS}
    return FactsForm(version=str(claim.version), **texts, **answers, **days)


def _told(
    claim: Claim, form: FactsForm, zone: ZoneInfo, language: Language
) -> tuple[dict[str, Any], Sequence[FieldError]]:
    """Return the typed facts as the API takes them, and the errors of days. An unchanged day keeps its moment."""
    told: dict[str, Any] = {name: getattr(form, name).strip() or None for name in ("kind", *TEXTS)}
    told |= {name: _SAID.get(getattr(form, name)) for name in ANSWERS}
    before, lacking = _filled(claim, zone, language), list[FieldError]()
    for name in DAYS:
        typed = getattr(form, name).strip()
        if is_same_date(typed, getattr(before, name)):
            continue
        try:
            told[name] = datetime.combine(read_date(typed), _NOON, zone).isoformat() if typed else None
        except ValueError:
            example = localized.day(language, now().date())
            lacking.append(FieldError(f"/facts/{name}", _NO_DAY, {"example": example}))
    return told, lacking


def _day_of(moment: datetime | None, zone: ZoneInfo, language: Language) -> str:
    return localized.day(language, moment.astimezone(zone).date()) if moment else ""


def _whole(written: str) -> int:
    return int(written) if written.isascii() and written.isdigit() else 0


def _zone(caller: Caller) -> ZoneInfo:
    return accounts.load_account(caller.account_id).zone


def _page(call: Call, caller: Caller, claim: Claim, form: FactsForm, *, status: int = 200, **values: Any) -> Response:
    language = call.language
    kinds = {code: text(language, word) for code, word in KINDS.items()}
    if form.kind and form.kind not in kinds:
        kinds[form.kind] = form.kind
    return page(
        call,
        "claim_facts.html",
        caller=caller,
        status=status,
        here=_FACTS.format(claim_id=claim.id),
        claim=claim,
        title=cases.show_case(caller, claim.case_id).shown_title,
        kinds=[Choice(*each) for each in kinds.items()],
        texts=TEXTS,
        answers=ANSWERS,
        days=DAYS,
        **{"form": form, "wrong": {}, "troubles": [], **values},
    )
