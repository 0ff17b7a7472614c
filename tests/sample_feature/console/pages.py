"""Pages of visits, and their parts on pages of other features."""

from collections.abc import Mapping
from typing import Any

from chalice.app import Response

from chalicelib.features.cases.console.case_page import CasePage
from chalicelib.features.cases.console.timeline import Data, Said, Wording, Writer
from chalicelib.features.cases.service import CaseCollection
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from tests.sample_feature.table import Visit

visit_pages = console_pages(__name__)
BLUEPRINTS = (visit_pages,)


@visit_pages.operation(
    "GET", "/console/visits", audience=console("visits:read"), media_type="text/html", summary="Visits"
)
def show_visits(caller: Caller, call: Call) -> Response:
    """Show a page."""
    return page(call, "visits_tab.html", caller=caller, visits=[])


def _planned(_wording: Wording, data: Data) -> Said:
    return "Visit planned", str(data.get("place", ""))


WRITERS: Mapping[str, Writer] = {"visit.planned": _planned}


def visits_tab(shown: CasePage) -> dict[str, Any]:
    """Return the tab of a case's visits."""
    return {"visits": _visits(shown.collection)}


def count_visits(collection: CaseCollection) -> int:
    """Return the number of a case's visits."""
    return len(_visits(collection))


def _visits(collection: CaseCollection) -> list[Visit]:
    return [other for other in collection.others if isinstance(other, Visit)]
