"""The pages that owners see, and the QR code of a link. HTML's errors are pages, too, in the visitor's language."""

import io
from typing import Annotated

from chalice.app import Response
from pydantic import AfterValidator

from chalicelib.aws import photo_bucket
from chalicelib.base.errors import LinkUnknown, QuotaExceeded
from chalicelib.base.installed import owner_offer
from chalicelib.base.languages import Language
from chalicelib.base.words import block
from chalicelib.features.photos import service
from chalicelib.features.photos.audience import OWNER
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.owner.answers import (
    PageQuery,
    account_view,
    closed_door,
    html,
    visitor_language,
)
from chalicelib.features.photos.owner.render import code_page, owner_page
from chalicelib.features.photos.owner.views import (
    CategoryView,
    CodePageView,
    Notice,
    OwnerPageView,
    PhotoView,
    RetakeView,
)
from chalicelib.features.photos.owner_views import owner_state
from chalicelib.frame.public.pages import see_other
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.audiences import PUBLIC

pages = Blueprint(__name__, tag="web")
_HTML = "text/html"
#: A whole message may be pasted.
_MAX_CODE = 2000


class CodeForm(TypedFields):
    """The form of the page for the typed code."""

    #: Cut rather than refused: the page then says that the code is wrong.
    code: Annotated[str, AfterValidator(lambda typed: typed[:_MAX_CODE])] = ""


@pages.operation(
    "GET",
    "/r/{token}",
    audience=OWNER,
    answers={200: None},
    errors=(LinkUnknown, QuotaExceeded),
    media_type=_HTML,
    summary="The owner's page; changes nothing, since scanners follow links",
)
def show_owner_page(token: str, query: PageQuery, call: Call) -> Response:
    """Show an owner's request."""
    try:
        view = service.show_page(token, address=call.address)
    except (LinkUnknown, QuotaExceeded) as error:
        return closed_door(error, query.lang or call.language)
    language = query.lang or visitor_language(call, view.request, view.account)
    return html(owner_page(_owner_view(view, token, language, notice=query.notice)))


@pages.operation(
    "GET", "/c", audience=PUBLIC, answers={200: None}, media_type=_HTML, summary="The page for the typed code"
)
def show_code_page(query: PageQuery, call: Call) -> Response:
    """Ask for the typed code."""
    return html(code_page(CodePageView(language=query.lang or call.language)))


@pages.operation(
    "POST",
    "/c",
    audience=PUBLIC,
    status=303,
    answers={303: None},
    errors=(LinkUnknown, QuotaExceeded),
    summary="Go from a typed code to the owner's page",
)
def open_by_code(form: CodeForm, query: PageQuery, call: Call) -> Response:
    """Lead from a typed code to the page."""
    language = query.lang or call.language
    try:
        token = service.token_for_code(form.code, address=call.address)
    except LinkUnknown:
        view = CodePageView(language=language, code=form.code, problem="unknown")
        return html(code_page(view), status=404)
    except QuotaExceeded as error:
        view = CodePageView(language=language, code=form.code, problem="limited")
        return html(code_page(view), status=429, headers={"Retry-After": str(error.retry_after)})
    above = "../" if call.base_path.endswith("/") else ""
    return see_other(f"{above}r/{token}")


@pages.operation(
    "GET",
    "/r/{token}/qr.svg",
    audience=OWNER,
    answers={200: None},
    errors=(LinkUnknown,),
    media_type="image/svg+xml",
    summary="The link as a QR code",
)
def show_qr_code(token: str, call: Call) -> Response:
    """Draw the link as a QR code (ISO/IEC 18004, error correction M)."""
    import segno  # noqa: PLC0415 - needed by few calls

    service.show_page(token, address=call.address)  # a link that doesn't work gets no code
    drawing = io.BytesIO()
    segno.make(service.address_of(token), error="m", micro=False).save(
        drawing, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False
    )
    headers = {
        "Content-Type": "image/svg+xml",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }
    return Response(body=drawing.getvalue().decode(), status_code=200, headers=dict(headers))


def _offer(request: PhotoRequest) -> str:
    """Return the address to offer: only to a client at their own phone, to whom the link went."""
    return owner_offer(request.account_id, request.case_id) if request.phone_confirmed is not None else ""


def _owner_view(
    view: service.OwnerView, token: str, language: Language, *, notice: Notice | None = None
) -> OwnerPageView:
    state = owner_state(view, language=language)
    return OwnerPageView(
        language=language,
        account=account_view(view.account),
        status=state.status.value,
        expires_at=state.expires_at,
        comment=block(state.comment) or None,
        link=service.address_of(token),
        storage_origin=photo_bucket.origin(),
        completed_at=state.completed_at,
        notice=notice,
        offer=_offer(view.request),
        categories=[
            CategoryView(
                **category.model_dump(exclude={"photos", "again"}),
                photos=[PhotoView(**photo.model_dump()) for photo in category.photos],
                again=[RetakeView(**each.model_dump(exclude={"reason_code"})) for each in category.again],
            )
            for category in state.categories
        ],
    )
