"""The tabs of a case's page that show its photos and its photo requests."""

from typing import Any

from chalicelib.features.cases.console.case_page import CasePage
from chalicelib.features.cases.service import CaseCollection
from chalicelib.features.photos import service
from chalicelib.features.photos.console.gallery import gallery
from chalicelib.features.photos.console.request_cards import request_cards
from chalicelib.features.photos.console.verdicts import names_of, review_values
from chalicelib.features.photos.model import Attachment, PhotoRequest


def attachments_tab(shown: CasePage) -> dict[str, Any]:
    """Return the tab of the case's photos."""
    view = service.view_case(shown.collection)
    names = names_of(shown.caller, view.attachments)
    return {
        "requested": bool(view.requests),
        "gallery": gallery(view, wording=shown.wording, names=names, me=shown.caller.actor),
        "review": review_values(view.case, shown.wording, me=shown.caller.actor),
    }


def requests_tab(shown: CasePage) -> dict[str, Any]:
    """Return the tab of the case's photo requests."""
    view = service.view_case(shown.collection)
    return {"cards": request_cards(view, wording=shown.wording), "refused": shown.refused}


def count_attachments(collection: CaseCollection) -> int:
    """Return the number of a case's photos."""
    return sum(isinstance(other, Attachment) for other in collection.others)


def count_requests(collection: CaseCollection) -> int:
    """Return the number of a case's photo requests."""
    return sum(isinstance(other, PhotoRequest) for other in collection.others)
