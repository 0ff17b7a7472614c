"""The pages that owners see, and the QR code of a link. HTML's errors are pages, too, in the visitor's language."""

import io
import re
from typing import Annotated

from chalice.app import Response
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from chalicelib.api.auth import OWNER, PUBLIC
from chalicelib.api.blueprint import Blueprint, Call
from chalicelib.aws import photo_bucket
from chalicelib.errors import LinkUnknown, QuotaExceeded
from chalicelib.languages import LANGUAGES, Language, preferred
from chalicelib.photos import service
from chalicelib.photos.views import owner_state
from chalicelib.web.render import Html, code_page, not_found_page, owner_page
from chalicelib.web.views import AccountView, CategoryView, CodePageView, NotFoundView, OwnerPageView, PhotoView

pages = Blueprint(__name__)
_HTML = "text/html"


class PageQuery(BaseModel):
    """In which language to show a page. Anything else is ignored: messengers add parameters of their own to links."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    lang: Annotated[Language | None, BeforeValidator(lambda given: given if given in LANGUAGES else None)] = None


class CodeForm(BaseModel):
    """What the page for the typed code posts."""

    model_config = ConfigDict(extra="ignore", defer_build=True)

    code: str = Field(default="", max_length=100)


@pages.operation(
    "GET", "/r/{token}", audience=OWNER, answers={200: None}, errors=(LinkUnknown, QuotaExceeded), media_type=_HTML,
    summary="The owner's page; changes nothing, since scanners follow links",
)  # fmt: skip
def show_owner_page(token: str, query: PageQuery, call: Call) -> Response:
    """Show what is asked for."""
    try:
        view = service.show_page(token, address=call.address)
    except (LinkUnknown, QuotaExceeded) as error:
        return _closed_door(error, query.lang or call.language)
    return _page(owner_page(_owner_view(view, query.lang or _visitor_language(call, view))))


@pages.operation(
    "GET", "/c", audience=PUBLIC, answers={200: None}, media_type=_HTML, summary="The page for the typed code"
)
def show_code_page(query: PageQuery, call: Call) -> Response:
    """Ask for the typed code."""
    return _page(code_page(CodePageView(language=query.lang or call.language)))


@pages.operation(
    "POST", "/c", audience=PUBLIC, status=303, answers={303: None}, errors=(LinkUnknown, QuotaExceeded),
    summary="Go from a typed code to the owner's page",
)  # fmt: skip
def open_by_code(form: CodeForm, query: PageQuery, call: Call) -> Response:
    """Lead from a typed code to the page."""
    language = query.lang or call.language
    try:
        token = service.token_for_code(form.code, address=call.address)
    except LinkUnknown:
        view = CodePageView(language=language, code=form.code, problem="unknown")
        return _page(code_page(view), status=404)
    except QuotaExceeded as error:
        view = CodePageView(language=language, code=form.code, problem="limited")
        return _page(code_page(view), status=429, headers={"Retry-After": str(error.retry_after)})
    above = "../" if call.base_path.endswith("/") else ""
    headers = {"Location": f"{above}r/{token}", "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=dict(headers))


@pages.operation(
    "GET", "/r/{token}/qr.svg", audience=OWNER, answers={200: None}, errors=(LinkUnknown,),
    media_type="image/svg+xml", summary="The link as a QR code",
)  # fmt: skip
def show_qr_code(token: str, call: Call) -> Response:
    """Draw the link as a QR code (ISO/IEC 18004, error correction M)."""
    import segno  # noqa: PLC0415 - needed by few calls

    service.show_page(token, address=call.address)  # a link that doesn't work gets no code
    drawing = io.BytesIO()
    segno.make(service.address_of(token), error="m", micro=False).save(
        drawing, kind="svg", scale=6, border=4, dark="#000", light="#fff", xmldecl=False
    )
    headers = {
        "Content-Type": "image/svg+xml", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'",
    }  # fmt: skip
    return Response(body=drawing.getvalue().decode(), status_code=200, headers=dict(headers))


def _closed_door(error: LinkUnknown | QuotaExceeded, language: Language) -> Response:
    """One page for a link that is wrong, expired or revoked, and for an address that has tried too many."""
    page = not_found_page(NotFoundView(language=language, code_address=service.code_entry_address()))
    if isinstance(error, QuotaExceeded):
        return _page(page, status=429, headers={"Retry-After": str(error.retry_after)})
    return _page(page, status=404)


def _page(html: Html, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    return Response(body=html.body, status_code=status, headers={**html.headers(), **(headers or {})})


def _visitor_language(call: Call, view: service.OwnerView) -> Language:
    """The request's language was chosen by who knows the owner; only a phone that doesn't list it changes it."""
    own, header = view.request.language, call.headers.get("accept-language", "")
    if re.search(rf"(?:^|,)\s*{own}\b", header, re.IGNORECASE):
        return own
    wanted = preferred(header, default=own)
    return wanted if wanted in view.account.languages else own


def _owner_view(view: service.OwnerView, language: Language) -> OwnerPageView:
    state = owner_state(view, language=language)
    return OwnerPageView(
        language=language,
        account=AccountView(
            name=state.account.name,
            phones=[phone.number for phone in state.account.phones],
            logo_url=state.account.logo_url,
            brand_color=view.account.branding.color,
        ),
        status=state.status.value,
        expires_at=state.expires_at,
        comment=state.comment or None,
        storage_origin=photo_bucket.origin(),
        categories=[
            CategoryView(
                **category.model_dump(exclude={"photos"}),
                photos=[PhotoView(**photo.model_dump()) for photo in category.photos],
            )
            for category in state.categories
        ],
    )
