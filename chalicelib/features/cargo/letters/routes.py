"""HTTP of letters to carriers, for staff and back-ends."""

from chalicelib.base.errors import Conflict, NotFound
from chalicelib.features.cargo.expectation.reading import is_of_cargo
from chalicelib.features.cargo.expectation.routes import NOT_OF_CARGO
from chalicelib.features.cargo.letters.offering import letters_of
from chalicelib.features.cargo.letters.schemas import (
    CarrierLetterDraft,
    CarrierLetterList,
    LetterQuery,
    LetterSentBody,
)
from chalicelib.features.cargo.letters.sending import check_sent, draft_letter, language_of, note_sent
from chalicelib.features.cargo.letters.views import draft_view, list_view
from chalicelib.features.cases import service as cases
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.service import show_claim
from chalicelib.features.claims.standing import number_of
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_LETTERS = "/v1/claims/{claim_id}/letters"
_LETTER = f"{_LETTERS}/{{letter}}"
_READ, _WRITE = staff("claims:read"), staff("claims:write")


@routes.operation("GET", _LETTERS, audience=_READ, errors=(NotFound,), summary="List the letters to a claim's carrier")
def list_letters(caller: Caller, claim_id: str, call: Call) -> CarrierLetterList:
    claim = _of_cargo(caller, claim_id)
    return list_view(claim, letters_of(claim), call.language)


@routes.operation("GET", _LETTER, audience=_READ, errors=(NotFound,), summary="Draft a letter to a claim's carrier")
def show_letter(caller: Caller, claim_id: str, letter: str, query: LetterQuery, call: Call) -> CarrierLetterDraft:
    claim = _of_cargo(caller, claim_id)
    number = number_of(claim, cases.show_case(caller, claim.case_id))
    language = language_of(claim, query.language or "", call.language)
    return draft_view(draft_letter(claim, letter, language, number=number))


def _check_sent(caller: Caller, claim_id: str, letter: str, body: LetterSentBody) -> None:
    if body.day is not None:
        check_sent(_of_cargo(caller, claim_id), letter, body.day)


@routes.operation(
    "POST",
    f"{_LETTER}/sent",
    audience=_WRITE,
    status=200,
    errors=(NotFound, Conflict),
    check=_check_sent,
    summary="Note that a letter went to the carrier",
)
def note_letter(caller: Caller, claim_id: str, letter: str, body: LetterSentBody, call: Call) -> CarrierLetterList:
    """Note the day, which meets the deadline of the letter."""
    claim = note_sent(caller, _of_cargo(caller, claim_id), letter, body.day, version=body.version)
    return list_view(claim, letters_of(claim), call.language)


def _of_cargo(caller: Caller, claim_id: str) -> Claim:
    claim = show_claim(caller, claim_id)
    if not is_of_cargo(claim):
        raise NotFound(NOT_OF_CARGO)
    return claim
