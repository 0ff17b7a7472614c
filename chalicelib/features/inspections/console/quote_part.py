"""The photos of a quote's vehicle on the quote's page."""

from typing import Any

from chalicelib.base import localized
from chalicelib.base.languages import Language, text
from chalicelib.features.inspections import service
from chalicelib.features.inspections.service import Inspected
from chalicelib.features.photos.console.words import REQUEST_LOOK, REQUEST_STATUS
from chalicelib.features.policies.console.quote_pages import QuotePage
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts


def photos_of_quote(shown: QuotePage) -> dict[str, Any]:
    """Return the state of the photos, and whether the reader may ask for them."""
    quote = shown.quote.quote
    found = service.find_inspection(shown.caller, quote)
    is_open = found is not None and found.is_open
    return {
        "can_ask": not is_open
        and service.can_be_asked(quote, shown.quote.status)
        and may(shown.caller, "inspections:write"),
        "state": _state(found, shown.language) if found else None,
    }


def _state(found: Inspected, language: Language) -> dict[str, Any]:
    request, account = found.request, accounts.load_account(found.request.account_id)
    return {
        "label": text(language, REQUEST_STATUS[found.status]),
        "look": REQUEST_LOOK[found.status],
        "photos": sum(request.filed.values()),
        "missing": ", ".join(each.label(language) for each in request.categories if each.code in request.missing),
        "asked": localized.moment(language, request.created_at, account.zone),
        "ends": localized.moment(language, request.expires_at, account.zone) if found.is_open else "",
        "case_id": request.case_id,
    }
