"""Settings: terms of answers by kind of request, the alarm before their end, the desk of tasks."""

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.conversations.changing_settings import check_feedback
from chalicelib.features.conversations.console.settings_parts import COUNT_LABELS, Read, read_settings, save_settings
from chalicelib.features.conversations.console.words import KINDS
from chalicelib.features.conversations.settings import FeedbackSettings
from chalicelib.features.conversations.settings_schemas import FeedbackSettingsChange
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, Id, read_typed
from chalicelib.frame.console.render import see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    check_unchanged,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

feedback_pages = console_pages(__name__)
_HERE = "/console/settings/feedback"
_TERM = ("days", "extension", "count", "law")
_PLACES = {
    **{f"/terms/{kind}/{name}": f"{kind}_{name}" for kind in KINDS for name in _TERM},
    "/alarm_percent": "alarm_percent",
    "/task_desk": "task_desk",
}
#: The labels of the fields of a term.
_LABELS = {
    "days": N_("Days for the answer"),
    "extension": N_("Days of an extension"),
    "count": N_("Days are counted as"),
    "law": N_("Law or rule"),
}


class TermsForm(Fields):
    """The terms as they are typed, by kind of request."""

    base: str = ""
    question_days: str = ""
    question_extension: str = ""
    question_count: str = ""
    question_law: str = ""
    suggestion_days: str = ""
    suggestion_extension: str = ""
    suggestion_count: str = ""
    suggestion_law: str = ""
    complaint_days: str = ""
    complaint_extension: str = ""
    complaint_count: str = ""
    complaint_law: str = ""
    alarm_percent: str = ""
    task_desk: Id = ""


@feedback_pages.operation("GET", _HERE, audience=ADMINISTRATORS, media_type=HTML, summary="Terms of answers")
def show_terms(caller: Caller, call: Call) -> Response:
    return _page(call, caller, _form(read_settings(caller).value))


@feedback_pages.operation(
    "POST", _HERE, audience=ADMINISTRATORS, status=303, media_type=HTML, summary="Change the terms of answers"
)
def change_terms(caller: Caller, form: TermsForm, call: Call) -> Response:
    """Save the terms, or show them again as they were typed."""
    settings = read_settings(caller)
    try:
        check_unchanged(form.base, _state(settings.value))
        save_settings(caller, settings, _read(caller, form, settings).changes())
    except (Invalid, Conflict) as error:
        return _page(call, caller, form, trouble(error, language=call.language, places=_PLACES))
    return see_other(_HERE, notice="feedback_saved")


def _read(caller: Caller, form: TermsForm, settings: Read) -> FeedbackSettingsChange:
    typed = {
        "version": settings.version,
        "terms": {kind: {name: getattr(form, f"{kind}_{name}").strip() for name in _TERM} for kind in KINDS},
        "alarm_percent": form.alarm_percent,
        "task_desk": form.task_desk or None,
    }
    return read_typed(FeedbackSettingsChange, typed, check=lambda part: check_feedback(caller, part.changes()))


def _form(settings: FeedbackSettings) -> TermsForm:
    terms = {
        f"{kind}_{name}": str(getattr(term, name))
        for kind, term in settings.terms.items()
        if kind in KINDS
        for name in _TERM
    }
    return TermsForm(
        base=_state(settings),
        alarm_percent=str(settings.alarm_percent),
        task_desk=settings.desk_of_tasks.code,
        **terms,
    )


def _state(settings: FeedbackSettings) -> str:
    """Return the digest of the terms, the alarm and the desk of tasks."""
    return state_of(dict(settings.terms), settings.alarm_percent, settings.task_desk)


def _page(call: Call, caller: Caller, form: TermsForm, found: Trouble = NOTHING_WRONG) -> Response:
    settings = read_settings(caller).value
    return section_page(
        call,
        caller,
        accounts.load_account(caller.account_id),
        "settings_feedback.html",
        here=_HERE,
        found=found,
        form=form,
        base=_state(settings),
        kinds=KINDS,
        counts=COUNT_LABELS,
        labels=_LABELS,
        desks=[(each.code, each.label(call.language)) for each in settings.desks],
    )
