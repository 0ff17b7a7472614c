"""Parts that the views of owners' pages share: the language, and pages as HTTP answers, errors among them."""

import re
from typing import Annotated

from chalice.app import Response
from pydantic import BeforeValidator

from chalicelib.base.errors import LinkUnknown, QuotaExceeded
from chalicelib.base.languages import LANGUAGES, Language, preferred
from chalicelib.base.phones import dial
from chalicelib.features.photos import service
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.owner.render import Html, busy_page, not_found_page
from chalicelib.features.photos.owner.views import AccountView, NotFoundView, Notice
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.tenancy.model import Account


class PageQuery(TypedFields):
    """The language of a page, and the notice of an error.

    Anything else is ignored: messengers add parameters of their own to links, and S3 adds the place of the stored
    object.
    """

    lang: Annotated[Language | None, BeforeValidator(lambda given: given if given in LANGUAGES else None)] = None
    notice: Annotated[Notice | None, BeforeValidator(lambda given: given if given in ("full", "missing") else None)] = (
        None
    )


def html(page: Html, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer with a page."""
    return Response(body=page.body, status_code=status, headers={**page.headers(), **(headers or {})})


def closed_door(error: LinkUnknown | QuotaExceeded, language: Language) -> Response:
    """One page for a link that is wrong, expired or revoked; another for a visitor who has to wait."""
    view = NotFoundView(language=language, code_address=service.code_entry_address())
    if isinstance(error, QuotaExceeded):
        return html(busy_page(view), status=429, headers={"Retry-After": str(error.retry_after)})
    return html(not_found_page(view), status=404)


def visitor_language(call: Call, request: PhotoRequest, account: Account) -> Language:
    """Return a page's language: the request's, which staff chose, unless the phone doesn't list it."""
    own, header = request.language, call.headers.get("accept-language", "")
    if re.search(rf"(?:^|,)\s*{own}\b", header, re.IGNORECASE):
        return own
    wanted = preferred(header, default=own)
    return wanted if wanted in account.languages else own


def account_view(account: Account) -> AccountView:
    """Return the tenant as owners see it."""
    return AccountView(
        name=account.shown_name,
        phones=[dial(phone.number, phone.extension) for phone in account.support_phones],
        logo_url=service.logo_source(account),
        brand_color=account.branding.color,
    )
