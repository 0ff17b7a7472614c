"""Letters to the carrier of an own claim: the list with last days, drafts, the day of sending."""

from typing import Any

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Invalid, NotFound
from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.cargo.area.own import own_of_cargo
from chalicelib.features.cargo.completing import takes_facts
from chalicelib.features.cargo.expectation.reading import is_of_cargo
from chalicelib.features.cargo.letters.offering import find_letter, letters_of
from chalicelib.features.cargo.letters.schemas import LetterSentBody
from chalicelib.features.cargo.letters.sending import check_sent, draft_letter, language_of, note_sent
from chalicelib.features.cargo.letters.words import in_words
from chalicelib.features.claims.model import Claim
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

pages = area_pages(__name__)
_MINE = area(AreaPermission.CLAIMS)
_LETTERS = "/area/{slug}/claims/{claim_id}/letters"
_LETTER = f"{_LETTERS}/{{letter}}"
#: The document that holds the letter to the carrier.
_SLOT = "claim_letter"
_NAMES = {"ru": "Русский", "es": "Español", "en": "English"}


class LanguageQuery(Fields):
    """The language of the letter; another one than ours counts for none."""

    language: str = ""


class SentForm(Fields):
    """The day on which the letter went to the carrier, and the claim's version as it was shown."""

    version: str = ""
    day: str = ""


@pages.operation(
    "GET",
    _LETTERS,
    audience=_MINE,
    errors=(NotFound,),
    media_type=HTML,
    summary="Letters to an own claim's carrier",
)
def show_own_letters(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> Response:
    """List the letters with their last days, laws and effects."""
    found = own_of_cargo(caller, claim_id)
    letters = [in_words(found.claim, each, call.language) for each in letters_of(found.claim)]
    takes = any(each.code == _SLOT for each in found.claim.slots) and found.claim.stage == "documents"
    values: dict[str, Any] = {**found._asdict(), "letters": letters, "slot": _SLOT if takes else ""}
    return page(call, open_site(slug), "area_letters.html", caller=caller, **values)


@pages.operation(
    "GET", _LETTER, audience=_MINE, errors=(NotFound,), media_type=HTML, summary="The draft of a letter to a carrier"
)
def show_own_letter(
    caller: AreaCaller, slug: str, claim_id: str, letter: str, query: LanguageQuery, call: Call
) -> Response:
    """Show the draft, to be printed or copied, and ask for the day of its sending."""
    return _page(call, caller, slug, claim_id, letter, query.language)


@pages.operation(
    "POST",
    f"{_LETTER}/sent",
    audience=_MINE,
    status=303,
    errors=(NotFound,),
    media_type=HTML,
    summary="Note that a letter went to the carrier",
)
def note_own_letter(caller: AreaCaller, slug: str, claim_id: str, letter: str, form: SentForm, call: Call) -> Response:
    """Note the day and lead back to the letters, or show the form with its errors."""
    claim = own_of_cargo(caller, claim_id).claim
    try:
        typed = {"version": form.version, "day": form.day}
        body = read_typed(LetterSentBody, typed, check=lambda read: check_sent(claim, letter, read.day or ""))
        note_sent(caller, claim, letter, body.day, version=body.version)
    except (Invalid, Conflict) as error:
        return _page(call, caller, slug, claim_id, letter, "", form, error)
    return see_other(page_path(slug, f"/claims/{claim_id}/letters"), notice="own_letter_sent")


def letters_part(_caller: AreaCaller, claim: Claim, _language: Language) -> dict[str, Any] | None:
    """Return the way to the letters for the page of an open claim of cargo; None of others."""
    return {} if is_of_cargo(claim) and claim.is_open else None


def _page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    claim_id: str,
    code: str,
    wanted: str,
    form: SentForm | None = None,
    error: Invalid | Conflict | None = None,
) -> Response:
    found, language = own_of_cargo(caller, claim_id), call.language
    claim = found.claim
    wrong: dict[str, str] = {}
    others: list[str] = []
    if isinstance(error, Invalid):
        wrong, others = problems_at_fields(error, places={"/day": "day"}, language=language)
    elif error is not None:
        others = [text(language, error.message, **error.params)]
    own = language_of(claim, wanted, language)
    values: dict[str, Any] = {
        **found._asdict(),
        "letter": in_words(claim, find_letter(claim, code), language),
        "draft": draft_letter(claim, code, own, number=found.number),
        "choices": [(each, _NAMES[each], each == own) for each in LANGUAGES],
        "form": form or SentForm(day=localized.day(language, now().astimezone(open_site(slug).account.zone).date())),
        "version": claim.version,
        "takes_facts": takes_facts(claim),
        "wrong": wrong,
        "others": others,
    }
    status = int(kind_of(error)[0]) if error else 200
    return page(call, open_site(slug), "area_letter.html", caller=caller, status=status, **values)
