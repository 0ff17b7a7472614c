"""Reviewing photos at the console: giving a verdict, and the way to the next case with photos to review.

A script sends the form of a photo's tile, with `part`, and gets the tile's part that says the verdict. Without a
script, a page of the photo's own shows the error, with everything as it was typed.
"""

from datetime import datetime
from typing import Any

from chalice.app import Response

from chalicelib.aws.photo_bucket import origin, sign_download
from chalicelib.base.errors import DomainError, Findings, Invalid
from chalicelib.base.languages import text
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.console.case_page import case_wording
from chalicelib.features.cases.reviewing import next_to_review
from chalicelib.features.photos import service
from chalicelib.features.photos.console.verdicts import NONE, USABLE, choices, names_of, verdict_shown
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.service import ReviewedMeanwhile, Seen
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, problems_at_fields, unread_in
from chalicelib.frame.console.render import fragment, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller, Scope

review_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _WRITE = console(Scope.CASES_READ), console(Scope.CASES_WRITE)
#: The form's inputs by pointer.
_PLACES = {"/usable": "verdict", "/reason": "verdict", "/text": "text"}


class VerdictForm(Fields):
    """A chosen verdict. `seen` is the time of the verdict that the page showed; a script sets `part`."""

    verdict: str = ""
    text: str = ""
    seen: str = ""
    part: str = ""


class FollowingQuery(Fields):
    """The place in the list of cases to review, and the case that the reader comes from."""

    after: Id = ""
    but: Id = ""


@review_pages.operation(
    "GET",
    "/console/review",
    audience=_READ,
    status=303,
    media_type=_HTML,
    summary="The next case with photos to review",
)
def show_next_case(caller: Caller, query: FollowingQuery) -> Response:
    """Lead to the next case with photos to review, or to the list of them if it is empty."""
    case = next_to_review(caller, after=query.after, but=query.but)
    if case is None:
        return see_other("/console?show=review")
    return see_other(f"/console/cases/{case.id}#review")


@review_pages.operation(
    "GET",
    "/console/cases/{case_id}/photos/{attachment_id}/verdict",
    audience=_WRITE,
    media_type=_HTML,
    summary="The form that says whether a photo is usable",
)
def show_verdict(caller: Caller, case_id: str, attachment_id: str, call: Call) -> Response:
    """Show a photo with the form of its verdict."""
    return _form(caller, service.show_attachment(caller, case_id, attachment_id), call)


@review_pages.operation(
    "POST",
    "/console/cases/{case_id}/photos/{attachment_id}/verdict",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Say whether a photo is usable, or take that back",
)
def give_verdict(caller: Caller, case_id: str, attachment_id: str, form: VerdictForm, call: Call) -> Response:
    """Record a verdict; a colleague's that the page didn't show is not overwritten, but shown."""
    photo = service.show_attachment(caller, case_id, attachment_id)
    try:
        _give(caller, photo, form)
    except (Invalid, ReviewedMeanwhile) as refused:
        now = service.show_attachment(caller, case_id, attachment_id)
        return (_part if form.part else _form)(caller, now, call, typed=form, refused=refused)
    if form.part:
        return _part(caller, service.show_attachment(caller, case_id, attachment_id), call)
    return see_other(f"/console/cases/{case_id}#{attachment_id}", notice="reviewed")


def _give(caller: Caller, photo: Attachment, form: VerdictForm) -> None:
    found, seen = Findings(), Seen(_moment(form.seen))
    found.add(unread_in({"text": form.text}))
    if form.verdict == NONE:
        service.withdraw_verdict(caller, photo.id, seen=seen)
        return
    usable = form.verdict == USABLE
    said: dict[str, Any] = {"usable": usable, "reason": None if usable else form.verdict or None, "text": form.text}
    with found:
        service.check_verdict(**said)
    found.demand_none()
    service.review_photo(caller, photo.id, **said, seen=seen)


def _moment(written: str) -> datetime | None:
    try:
        return datetime.fromisoformat(written)
    except ValueError:
        return None


def _part(
    caller: Caller,
    photo: Attachment,
    call: Call,
    *,
    typed: VerdictForm | None = None,
    refused: DomainError | None = None,
) -> Response:
    """Return the verdict's part of a photo's tile, with the reason for a refusal."""
    values = _values(caller, photo, call, typed=typed)
    answer = fragment(call, "verdict.html", caller=caller, refusal=_said(refused, call), **values)
    answer.status_code = _status(refused)
    return answer


def _form(
    caller: Caller,
    photo: Attachment,
    call: Call,
    *,
    typed: VerdictForm | None = None,
    refused: DomainError | None = None,
) -> Response:
    """Return the page of a photo with the form of its verdict."""
    wrong: dict[str, str] = {}
    troubles: list[str] = []
    if isinstance(refused, Invalid):
        wrong, troubles = problems_at_fields(refused, places=_PLACES, language=call.language)
    elif refused is not None:
        troubles = [_said(refused, call)]
    return page(
        call,
        "verdict_form.html",
        caller=caller,
        status=_status(refused),
        storage=[origin()],
        wrong=wrong,
        troubles=troubles,
        picture=sign_download(photo.preview_key),
        here=f"/console/cases/{photo.case_id}/photos/{photo.id}/verdict",
        back=address(f"/console/cases/{photo.case_id}#{photo.id}"),
        **_values(caller, photo, call, typed=typed),
    )


def _values(caller: Caller, photo: Attachment, call: Call, *, typed: VerdictForm | None) -> dict[str, Any]:
    said = case_wording(caller, cases.show_collection(caller, photo.case_id), call)
    shown = verdict_shown(photo, said, names=names_of(caller, [photo]), me=caller.actor)
    chosen = typed.verdict if typed else shown.code
    return {
        "photo": photo,
        "name": photo.file_name,
        "shown": shown,
        "typed": typed.text if typed else shown.text,
        "choices": choices(said, chosen=chosen, given=bool(shown.code)),
        "action": address(f"/console/cases/{photo.case_id}/photos/{photo.id}/verdict"),
    }


def _said(refused: DomainError | None, call: Call) -> str:
    if isinstance(refused, Invalid):
        return " ".join(text(call.language, error.message, **error.params) for error in refused.errors)
    return text(call.language, refused.message, **refused.params) if refused else ""


def _status(refused: DomainError | None) -> int:
    if refused is None:
        return 200
    return 422 if isinstance(refused, Invalid) else 409
