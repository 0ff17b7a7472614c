"""The draft of a letter to the carrier in the console, and the day of its sending."""

from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid, NotFound
from chalicelib.base.languages import LANGUAGES, text
from chalicelib.features.cargo.expectation.reading import is_of_cargo
from chalicelib.features.cargo.expectation.routes import NOT_OF_CARGO
from chalicelib.features.cargo.letters.offering import find_letter
from chalicelib.features.cargo.letters.schemas import LetterSentBody
from chalicelib.features.cargo.letters.sending import check_sent, draft_letter, language_of, note_sent
from chalicelib.features.cargo.letters.words import in_words
from chalicelib.features.cases import service as cases
from chalicelib.features.claims.deadlines.keeping import zone_of
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.service import show_claim
from chalicelib.features.claims.standing import number_of
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import LANGUAGE_NAMES
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

letter_pages = console_pages(__name__)
_HTML = "text/html"
_LETTER = "/console/claims/{claim_id}/letters/{letter}"


class LanguageQuery(Fields):
    """The language of the letter; another one than ours counts for none."""

    language: str = ""


class SentForm(Fields):
    """The day on which the letter went to the carrier, and the claim's version as it was shown."""

    version: str = ""
    day: str = ""


@letter_pages.operation(
    "GET", _LETTER, audience=console("claims:read"), media_type=_HTML, summary="The draft of a letter to a carrier"
)
def show_claim_letter(caller: Caller, claim_id: str, letter: str, query: LanguageQuery, call: Call) -> Response:
    """Show the draft, to be printed or copied."""
    return _page(call, caller, _of_cargo(caller, claim_id), letter, query.language)


@letter_pages.operation(
    "POST",
    f"{_LETTER}/sent",
    audience=console("claims:write"),
    status=303,
    media_type=_HTML,
    summary="Note that a letter went to the carrier",
)
def note_claim_letter(caller: Caller, claim_id: str, letter: str, form: SentForm, call: Call) -> Response:
    """Note the day and lead back to the claim, or show the form with its errors."""
    claim = _of_cargo(caller, claim_id)
    try:
        typed = {"version": form.version, "day": form.day}
        body = read_typed(LetterSentBody, typed, check=lambda read: check_sent(claim, letter, read.day or ""))
        note_sent(caller, claim, letter, body.day, version=body.version)
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places={"/day": "day"}, language=call.language)
        status = int(kind_of(error)[0])
        return _page(call, caller, claim, letter, "", form, status=status, wrong=wrong, troubles=troubles)
    except Conflict as error:
        said, status = text(call.language, error.message, **error.params), int(kind_of(error)[0])
        return _page(call, caller, claim, letter, "", form, status=status, troubles=[said])
    return see_other(f"/console/cases/{claim.case_id}?tab=claim", notice="letter_sent")


def _of_cargo(caller: Caller, claim_id: str) -> Claim:
    claim = show_claim(caller, claim_id)
    if not is_of_cargo(claim):
        raise NotFound(NOT_OF_CARGO)
    return claim


def _page(
    call: Call,
    caller: Caller,
    claim: Claim,
    code: str,
    wanted: str,
    form: SentForm | None = None,
    *,
    status: int = 200,
    **values: Any,
) -> Response:
    own, case = language_of(claim, wanted, call.language), cases.show_case(caller, claim.case_id)
    today = localized.day(call.language, now().astimezone(zone_of(claim)).date())
    return page(
        call,
        "claim_letter.html",
        caller=caller,
        status=status,
        here=_LETTER.format(claim_id=claim.id, letter=code),
        claim=claim,
        title=case.shown_title,
        letter=in_words(claim, find_letter(claim, code), call.language),
        draft=draft_letter(claim, code, own, number=number_of(claim, case)),
        choices=[(each, LANGUAGE_NAMES[each], each == own) for each in LANGUAGES],
        **{"form": form or SentForm(version=str(claim.version), day=today), "wrong": {}, "troubles": [], **values},
    )
