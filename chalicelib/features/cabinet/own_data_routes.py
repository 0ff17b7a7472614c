"""HTTP of the own data in the client area: consents, the file of everything, the wish to be erased."""

from chalicelib.base.errors import Conflict, QuotaExceeded
from chalicelib.features.cabinet.own_data_schemas import (
    AreaConsentChange,
    AreaConsentList,
    AreaConsentText,
    AreaConsentView,
    AreaErasureAsked,
    AreaErasureBody,
    AreaErasurePlan,
    AreaErasureView,
    AreaExportBody,
    AreaExportFile,
    AreaExportList,
)
from chalicelib.features.cabinet.service import own_data
from chalicelib.features.cabinet.service.own_data import CHANGEABLE, Erasing, OwnConsent
from chalicelib.frame.area.audience import area
from chalicelib.frame.area.blueprint import area_api
from chalicelib.http.blueprint import Reply
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

routes = area_api(__name__)
BLUEPRINTS = (routes,)
_ME = area(AreaPermission.ME)
_PATH = "/v1/area/{slug}/me"


@routes.operation("GET", f"{_PATH}/consents", audience=_ME, summary="List the own consents")
def list_area_consents(caller: AreaCaller, slug: str) -> AreaConsentList:
    return _consents(own_data.list_consents(caller))


@routes.operation(
    "PATCH", f"{_PATH}/consents", audience=_ME, errors=(Conflict,), summary="Give or withdraw an own consent"
)
def change_area_consent(caller: AreaCaller, slug: str, body: AreaConsentChange) -> AreaConsentList:
    """Record a consent to the text of a version, or withdraw it (idempotent)."""
    return _consents(own_data.change_consent(caller, body.purpose, given=body.given, version=body.version))


@routes.operation(
    "POST",
    f"{_PATH}/export",
    audience=_ME,
    status=201,
    answers={201: AreaExportList},
    errors=(Conflict, QuotaExceeded),
    summary="Make a file of everything that is held about the own person",
)
def export_area_person(caller: AreaCaller, slug: str, body: AreaExportBody) -> Reply:
    made = own_data.export(caller, password=body.password)
    return Reply(AreaExportList(items=[AreaExportFile(**each._asdict()) for each in made]), 201)


@routes.operation(
    "GET",
    f"{_PATH}/erasure",
    audience=_ME,
    errors=(Conflict,),
    summary="Show the data that an erasure would delete, and those that a law keeps",
)
def show_area_erasure(caller: AreaCaller, slug: str) -> AreaErasureView:
    return AreaErasureView(items=[_plan(each) for each in own_data.plan_erasure(caller)])


@routes.operation(
    "POST",
    f"{_PATH}/erasure",
    audience=_ME,
    status=202,
    answers={202: AreaErasureAsked},
    errors=(Conflict, QuotaExceeded),
    summary="Withdraw all consents, and ask for the erasure of the own data",
)
def ask_area_erasure(caller: AreaCaller, slug: str, body: AreaErasureBody) -> Reply:
    """Open a request at the insurer's desk; the same day's one is answered again."""
    ticket = own_data.ask_erasure(caller, password=body.password)
    return Reply(AreaErasureAsked(ticket_id=ticket.id, number=ticket.number, due=ticket.last_day), 202)


def _consents(found: list[OwnConsent]) -> AreaConsentList:
    return AreaConsentList(items=[_consent(each) for each in found])


def _consent(found: OwnConsent) -> AreaConsentView:
    given, present = found.given, found.present
    return AreaConsentView(
        purpose=found.purpose,
        is_given=given is not None,
        given_at=given.given_at if given else None,
        given=AreaConsentText(language=given.language, version=given.version, text=found.given_text) if given else None,
        offered=AreaConsentText.model_validate(present.model_dump(include=_TEXT)) if present else None,
        is_changeable=found.purpose in CHANGEABLE,
    )


_TEXT = {"language", "version", "text"}


def _plan(erasing: Erasing) -> AreaErasurePlan:
    plan = erasing.plan
    if plan is None:
        return AreaErasurePlan(gone=[], kept=[], kept_until=None, law="", is_decided=False)
    kept_until, law = plan.until, plan.law
    return AreaErasurePlan(gone=[*plan.gone], kept=[*plan.kept], kept_until=kept_until, law=law, is_decided=True)
