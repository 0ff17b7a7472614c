"""HTTP of letters to carriers of own claims, for programs of the client area."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cargo.letters.offering import letters_of
from chalicelib.features.cargo.letters.schemas import (
    CarrierLetterDraft,
    CarrierLetterList,
    LetterQuery,
    LetterSentBody,
)
from chalicelib.features.cargo.letters.sending import check_sent, draft_letter, language_of, note_sent
from chalicelib.features.cargo.letters.views import draft_view, list_view
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Call
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_MINE = area(AreaPermission.CLAIMS)
_LETTERS = "/v1/area/{slug}/claims/{claim_id}/letters"
_LETTER = f"{_LETTERS}/{{letter}}"


@routes.operation(
    "GET", _LETTERS, audience=_MINE, errors=(NotFound,), summary="List the letters to an own claim's carrier"
)
def list_area_letters(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> CarrierLetterList:
    claim = own_of_cargo(caller, claim_id).claim
    return list_view(claim, letters_of(claim), call.language)


@routes.operation(
    "GET", _LETTER, audience=_MINE, errors=(NotFound,), summary="Draft a letter to an own claim's carrier"
)
def show_area_letter(
    caller: AreaCaller, slug: str, claim_id: str, letter: str, query: LetterQuery, call: Call
) -> CarrierLetterDraft:
    found = own_of_cargo(caller, claim_id)
    language = language_of(found.claim, query.language or "", call.language)
    return draft_view(draft_letter(found.claim, letter, language, number=found.number))


def _check_sent(caller: AreaCaller, claim_id: str, letter: str, body: LetterSentBody) -> None:
    if body.day is not None:
        check_sent(own_of_cargo(caller, claim_id).claim, letter, body.day)


@routes.operation(
    "POST",
    f"{_LETTER}/sent",
    audience=_MINE,
    status=200,
    errors=(NotFound, Conflict),
    check=_check_sent,
    summary="Note that a letter of an own claim went to the carrier",
)
def note_area_letter(
    caller: AreaCaller, slug: str, claim_id: str, letter: str, body: LetterSentBody, call: Call
) -> CarrierLetterList:
    """Note the day, which meets the deadline of the letter."""
    claim = note_sent(caller, own_of_cargo(caller, claim_id).claim, letter, body.day, version=body.version)
    return list_view(claim, letters_of(claim), call.language)
