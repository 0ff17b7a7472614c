"""Cases: the file of a loss, its handler, its timeline and the inbox."""

from chalicelib.base.feature import CaseTab, Feature, Routes
from chalicelib.base.languages import N_

FEATURE = Feature(
    package=__package__,
    routes=(
        Routes("routes", ("/v1/cases", "/v1/handlers")),
        Routes("console.blueprints", ("/console",), described=False),
    ),
    rows=("table",),
    events="contract:EVENTS",
    timeline="console.timeline:WRITERS",
    case_tabs=(
        CaseTab(
            code="history",
            label=N_("History"),
            template="case_history.html",
            values="console.case_page:timeline_tab",
            place=90,
        ),
    ),
)
