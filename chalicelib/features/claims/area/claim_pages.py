"""Pages of the own claims: the list, one claim, its moves, its deadlines as a calendar file."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.aws import photo_bucket
from chalicelib.base import localized
from chalicelib.base.errors import Conflict, DomainError, FieldError, Invalid, NotFound
from chalicelib.base.installed import area_claim_parts
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.base.settings import settings
from chalicelib.features.claims.area import acting, own
from chalicelib.features.claims.area.accepting import papers_asked
from chalicelib.features.claims.area.decided import decision_shown
from chalicelib.features.claims.area.goods import goods_shown
from chalicelib.features.claims.area.photo_requests import open_requests
from chalicelib.features.claims.area.referred import own_referral
from chalicelib.features.claims.area.schemas import ClientMove
from chalicelib.features.claims.area.standing import (
    SlotShown,
    deadlines_shown,
    first_due,
    moves_shown,
    slots_shown,
    steps_shown,
)
from chalicelib.features.claims.area.steps import step_of
from chalicelib.features.claims.area.words import MOVES, REJECTIONS, STAGES, TURNS
from chalicelib.features.claims.deadlines.calendar_entries import calendar_entries
from chalicelib.features.claims.deadlines.calendar_file import CONTENT_TYPE, calendar_file
from chalicelib.features.claims.deadlines.ends import ends_of
from chalicelib.features.claims.deadlines.service import deadlines_of
from chalicelib.features.claims.documents import uploading
from chalicelib.features.claims.documents.kinds import ACCEPT, MOST_BYTES
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.repair.service import download
from chalicelib.features.claims.stages import Move, Stage
from chalicelib.features.claims.usual import usual_words
from chalicelib.features.payments.service.starting import can_start
from chalicelib.frame.area.audience import NOTHING_HERE, area
from chalicelib.frame.area.blueprint import area_pages
from chalicelib.frame.area.cards import Card
from chalicelib.frame.area.render import HTML, page, see_other
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.http.problems import kind_of
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission, MembershipKind

pages = area_pages(__name__)
_MINE = area(AreaPermission.CLAIMS)
_CLAIMS = "/area/{slug}/claims"
_CLAIM = f"{_CLAIMS}/{{claim_id}}"
_MOVE = f"{_CLAIM}/moves/{{claim_move}}"
_PLACES = {"/code": "code", "/reason": "reason"}
_WHICH = N_("Choose the reason.")
#: Claims on a page of the list, and the longest number to look for.
PAGE, _LONGEST = 25, 64


class ClaimsQuery(Fields):
    """The filter of the list, and its page."""

    stage: str = ""
    turn: str = ""
    q: str = ""
    cursor: str = ""


class MoveForm(Fields):
    """The claim's version as it was shown, and the reason."""

    version: str = ""
    reason: str = ""
    code: str = ""


@pages.operation("GET", _CLAIMS, audience=_MINE, media_type=HTML, summary="The page of the own claims")
def show_own_claims(caller: AreaCaller, slug: str, query: ClaimsQuery, call: Call) -> Response:
    """List a page of claims by stage, turn and number: open ones come first."""
    stage = next((each for each in Stage if each == query.stage), None)
    wanted = own.OwnWanted(stage=stage, mine=query.turn == "mine", q=query.q.strip()[:_LONGEST])
    position = position_of(query.cursor or None)
    page_of, end = own.list_page(caller, wanted, limit=PAGE, position=position)
    found = [own_line(each, call) for each in page_of]
    chosen = {"stage": stage, "turn": query.turn if wanted.mine else "", "q": wanted.q}
    values: dict[str, Any] = {
        "form": query,
        "stages": [(each, text(call.language, word)) for each, word in STAGES.items()],
        "is_filtered": any(chosen.values()),
        "narrows": any(each.kind is MembershipKind.COMPANY for each in caller.person.memberships),
        "next": urlencode({**{name: each for name, each in chosen.items() if each}, "cursor": cursor(end)})
        if end
        else "",
        "asked": open_requests(caller),
        "present": [each for each in found if each["claim"].is_open],
        "former": [each for each in found if not each["claim"].is_open],
    }
    return page(call, open_site(slug), "area_claims.html", caller=caller, **values)


def own_line(each: own.OwnClaim, call: Call) -> dict[str, Any]:
    """Return the values of a claim in the list."""
    claim, language = each.claim, call.language
    return {
        **each._asdict(),
        "stage": claim.rules.stage_label(claim.stage, language),
        "turn": text(language, TURNS[claim.turn]) if TURNS[claim.turn] else "",
        "next_step": step_of(claim, language),
        "ends": ends_of(claim, language),
        "usual": usual_words(claim, language),
        "missing": len(claim.missing),
    }


@pages.operation("GET", _CLAIM, audience=_MINE, errors=(NotFound,), media_type=HTML, summary="The page of an own claim")
def show_own_claim(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> Response:
    """Show a claim: the next step, documents, deadlines."""
    return _claim_page(call, caller, slug, claim_id)


@pages.operation(
    "GET", _MOVE, audience=_MINE, errors=(NotFound,), media_type=HTML, summary="The page of a move of an own claim"
)
def show_own_move(caller: AreaCaller, slug: str, claim_id: str, claim_move: str, call: Call) -> Response:
    return _move_page(call, caller, slug, claim_id, _move(claim_move), MoveForm())


@pages.operation(
    "POST", _MOVE, audience=_MINE, status=303, errors=(NotFound,), media_type=HTML, summary="Move an own claim"
)
def make_own_move(
    caller: AreaCaller, slug: str, claim_id: str, claim_move: str, form: MoveForm, call: Call
) -> Response:
    """Make the move and lead back to the claim, or show the form with its errors."""
    move = _move(claim_move)
    try:
        body = _read(caller, claim_id, move, form)
        acting.make_move(caller, claim_id, move, version=body.version, reason=body.reason or "", code=body.code)
    except (Invalid, Conflict) as error:
        return _move_page(call, caller, slug, claim_id, move, form, error)
    return see_other(page_path(slug, f"/claims/{claim_id}"), notice=f"own_claim_{move}")


@pages.operation(
    "GET",
    f"{_CLAIM}/deadlines.ics",
    audience=_MINE,
    errors=(NotFound,),
    media_type=CONTENT_TYPE,
    summary="Download the deadlines of an own claim as a calendar file",
)
def download_own_calendar(caller: AreaCaller, slug: str, claim_id: str, call: Call) -> Response:
    """Return a calendar file of the open deadlines."""
    found = own.find_own(caller, claim_id)
    site, title = open_site(slug), f"{found.number} {found.object}".strip()
    url = f"{settings().public_base_url}{page_path(slug, f'/claims/{claim_id}')}"
    known = deadlines_of(found.claim)
    entries = calendar_entries(found.claim, known, call.language, title=title, url=url)
    headers: dict[str, str | list[str]] = {
        "Content-Type": CONTENT_TYPE,
        "Content-Disposition": 'attachment; filename="deadlines.ics"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body=calendar_file(site.account.shown_name, entries).decode(), headers=headers)


@pages.operation(
    "GET",
    f"{_CLAIM}/referrals/{{referral_id}}",
    audience=_MINE,
    status=302,
    errors=(NotFound, Conflict),
    media_type=HTML,
    summary="Download the referral of an own claim",
)
def download_own_referral(caller: AreaCaller, slug: str, claim_id: str, referral_id: str) -> Response:
    """Lead to the file, for 5 minutes."""
    headers: dict[str, str | list[str]] = {
        "Location": download(caller, claim_id, referral_id),
        "Cache-Control": "no-store",
        "Referrer-Policy": "no-referrer",
    }
    return Response(body="", status_code=302, headers=headers)


def _read(caller: AreaCaller, claim_id: str, move: Move, form: MoveForm) -> ClientMove:
    """Return the move that a form says. Raises Invalid with all errors."""
    rejects = move is Move.REJECT
    lacks = rejects and not form.code
    typed = {
        "move": move,
        "version": form.version,
        **({"reason": form.reason} if form.reason.strip() else {}),
        **({"code": form.code} if rejects and form.code else {}),
    }
    return read_typed(
        ClientMove,
        typed,
        lacking=[FieldError("/code", _WHICH)] if lacks else [],
        # Without a choice nobody knows yet whether words are needed.
        check=lambda read: None if lacks else acting.check_move(caller, claim_id, move, read.reason, read.code),
    )


def _move(code: str) -> Move:
    for each in MOVES:
        if each == code:
            return each
    raise NotFound(NOTHING_HERE)


def _claim_page(call: Call, caller: AreaCaller, slug: str, claim_id: str) -> Response:
    found, language = own.find_own(caller, claim_id), call.language
    claim = found.claim
    deadlines = deadlines_shown(claim, deadlines_of(claim), language)
    values: dict[str, Any] = {
        **own_line(found, call),
        "due": first_due(deadlines, claim),
        "steps": steps_shown(claim, language),
        "slots": _slots(claim, language),
        "photo_link": _photo_link(caller, claim),
        "deadlines": deadlines,
        "has_dates": any(each.is_open and each.last_day for each in deadlines),
        "moves": moves_shown(claim, language),
        "pays_to": next((each.code for each in claim.missing_for_payment), ""),
        "decision": decision_shown(claim, language),
        **_referral(caller, claim, language),
        "goods": goods_shown(claim, language),
        "facts": claim.facts,
        "parts": list(_parts(caller, claim, language)),
    }
    # One of the parts may have a script, which it writes itself, and places on the page that links lead to.
    live: Mapping[str, Any] = next((each.values for each in values["parts"] if "script" in each.values), {})
    allowed = {"script": live.get("script", ""), "connects_to": live.get("connects_to", ())}
    return page(call, open_site(slug), "area_claim.html", caller=caller, **allowed, **values)


def _slots(claim: Claim, language: Language) -> list[SlotShown]:
    """Return the slots of a claim; of one that is over, those with something in them."""
    found = slots_shown(claim, uploading.list_documents(claim), language)
    return [each for each in found if claim.is_open or not each.is_empty]


def _parts(caller: AreaCaller, claim: Claim, language: Language) -> Iterator[Card]:
    """Yield the parts of features that have something to show."""
    for feature, part in area_claim_parts():
        values = feature.load(part.values)(caller, claim, language) if part.permission in caller.scopes else None
        if values is not None:
            yield Card(part.template, values)


def _photo_link(caller: AreaCaller, claim: Claim) -> str:
    """Return the page that takes the photos of a claim which lacks some; empty if none are asked for."""
    if not any(each.photos is not None for each in claim.missing):
        return ""
    return next((each.link for each in open_requests(caller) if each.case_id == claim.case_id), "")


def _referral(caller: AreaCaller, claim: Claim, language: Language) -> dict[str, Any]:
    """Return the values of the referral, and of its deductible if that is to be paid."""
    found = own_referral(claim)
    pays = AreaPermission.PAYMENTS in caller.scopes and can_start(caller.account_id)
    return {
        "referral": found,
        "deductible": shown(language, found.deductible) if found and found.deductible else "",
        "until": localized.day(language, found.until) if found else "",
        "pays": pays and found is not None and bool(found.subject),
    }


def _move_page(
    call: Call,
    caller: AreaCaller,
    slug: str,
    claim_id: str,
    move: Move,
    form: MoveForm,
    error: DomainError | None = None,
) -> Response:
    found, language = own.find_own(caller, claim_id), call.language
    offered = next((each for each in moves_shown(found.claim, language) if each.move is move), None)
    wrong, others, status = _trouble(error, call)
    here = page_path(slug, f"/claims/{claim_id}/moves/{move}")
    papers = papers_asked(found.claim, here, language) if move is Move.ACCEPT else []
    values: dict[str, Any] = {
        **found._asdict(),
        "move": offered,
        "papers": papers,
        "accept": ACCEPT,
        "most_megabytes": MOST_BYTES // (1024 * 1024),
        "label": text(language, MOVES[move].label),
        "form": form,
        "version": found.claim.version,
        "codes": REJECTIONS if move is Move.REJECT else {},
        "wrong": wrong,
        "others": others,
    }
    leads = [photo_bucket.origin()] if any(each.upload for each in papers) else []
    return page(
        call, open_site(slug), "area_claim_move.html", caller=caller, status=status, forms_lead_to=leads, **values
    )


def _trouble(error: DomainError | None, call: Call) -> tuple[dict[str, str], list[str], int]:
    """Return the errors of a form: by field, and elsewhere; and the status of the answer."""
    if error is None:
        return {}, [], 200
    status = int(kind_of(error)[0])
    if isinstance(error, Invalid):
        wrong, others = problems_at_fields(error, places=_PLACES, language=call.language)
        return wrong, others, status
    return {}, [text(call.language, error.message, **error.params)], status
