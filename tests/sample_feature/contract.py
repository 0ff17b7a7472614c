"""Events of visits."""

from collections.abc import Mapping

from chalicelib.features.cases.contract import CaseId, ConsoleUrl
from chalicelib.outbox.contract import EventData, EventKind, Identifier


class VisitData(EventData):
    """A visit."""

    visit_id: Identifier
    case_id: CaseId
    console_url: ConsoleUrl


EVENTS: Mapping[str, EventKind] = {"visit.planned": EventKind("A visit was planned", "A visit was planned.", VisitData)}
