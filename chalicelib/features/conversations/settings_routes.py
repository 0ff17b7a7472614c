"""HTTP of the account's topics, desks and terms of feedback."""

from chalicelib.base.errors import Conflict
from chalicelib.features.conversations.changing_settings import change_feedback, check_feedback, show_feedback
from chalicelib.features.conversations.settings import FeedbackSettings
from chalicelib.features.conversations.settings_schemas import FeedbackSettingsChange, FeedbackSettingsView
from chalicelib.http.blueprint import Blueprint
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.sections import Section

routes = Blueprint(__name__)
BLUEPRINTS = (routes,)
_SETTINGS = "/v1/account/feedback"


def _check_change(caller: Caller, body: FeedbackSettingsChange) -> None:
    check_feedback(caller, body.changes())


@routes.operation(
    "GET", _SETTINGS, audience=staff(Scope.ACCOUNT_READ), summary="Show topics, desks and terms of feedback"
)
def show_feedback_settings(caller: Caller) -> FeedbackSettingsView:
    return _view(show_feedback(caller))


@routes.operation(
    "PATCH",
    _SETTINGS,
    audience=staff(Scope.ACCOUNT_WRITE),
    errors=(Conflict,),
    check=_check_change,
    summary="Change topics, desks and terms of feedback",
)
def change_feedback_settings(caller: Caller, body: FeedbackSettingsChange) -> FeedbackSettingsView:
    return _view(change_feedback(caller, body.changes(), version=body.version))


def _view(found: Section[FeedbackSettings]) -> FeedbackSettingsView:
    value = found.value
    return FeedbackSettingsView(
        topics=list(value.topics),
        desks=list(value.desks),
        terms=dict(value.terms),
        alarm_percent=value.alarm_percent,
        task_desk=value.task_desk,
        office_hours=value.office_hours,
        promise_hours=value.promise_hours,
        reply_links=value.reply_links,
        version=found.version,
    )
