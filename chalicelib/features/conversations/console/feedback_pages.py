"""Settings: terms of answers by kind of request, the alarm before their end, the desk of tasks."""

from chalicelib.base.languages import N_, Language
from chalicelib.features.conversations.changing_settings import check_feedback
from chalicelib.features.conversations.console.settings_parts import COUNT_LABELS, Read, read_settings, save_settings
from chalicelib.features.conversations.console.words import TERM_KINDS
from chalicelib.features.conversations.settings_schemas import FeedbackSettingsChange
from chalicelib.frame.console.fields import Id, read_typed
from chalicelib.frame.console.rules import RulePage, RulesForm, blueprint_of
from chalicelib.frame.console.saving import state_of
from chalicelib.identity.model import Caller

_TERM = ("days", "extension", "count", "law")
_PLACES = {
    **{f"/terms/{kind}/{name}": f"{kind}_{name}" for kind in TERM_KINDS for name in _TERM},
    "/alarm_percent": "alarm_percent",
    "/task_desk": "task_desk",
    "/office_hours": "office_ends",
    "/office_hours/begins": "office_begins",
    "/office_hours/ends": "office_ends",
    "/promise_hours": "promise_hours",
}
#: The labels of the fields of a term.
_LABELS = {
    "days": N_("Days for the answer"),
    "extension": N_("Days of an extension"),
    "count": N_("Days are counted as"),
    "law": N_("Law or rule"),
}


class TermsForm(RulesForm):
    """The terms as they are typed, by kind of request."""

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
    task_days: str = ""
    task_extension: str = ""
    task_count: str = ""
    task_law: str = ""
    alarm_percent: str = ""
    task_desk: Id = ""
    office_begins: str = ""
    office_ends: str = ""
    promise_hours: str = ""
    reply_links: str = ""


def _read(caller: Caller, form: TermsForm, settings: Read) -> FeedbackSettingsChange:
    typed = {
        "version": settings.version,
        "terms": {kind: {name: getattr(form, f"{kind}_{name}").strip() for name in _TERM} for kind in TERM_KINDS},
        "alarm_percent": form.alarm_percent,
        "task_desk": form.task_desk or None,
        "office_hours": {"begins": form.office_begins.strip(), "ends": form.office_ends.strip()},
        "promise_hours": form.promise_hours.strip() or None,
        "reply_links": bool(form.reply_links),
    }
    return read_typed(FeedbackSettingsChange, typed, check=lambda part: check_feedback(caller, part.changes()))


def _filled(read: Read, _language: Language) -> TermsForm:
    settings = read.value
    terms = {
        f"{kind}_{name}": str(getattr(term, name))
        for kind, term in settings.terms.items()
        if kind in TERM_KINDS
        for name in _TERM
    }
    return TermsForm(
        base=_state(read),
        alarm_percent=str(settings.alarm_percent),
        task_desk=settings.desk_of_tasks.code,
        office_begins=settings.office_hours.begins,
        office_ends=settings.office_hours.ends,
        promise_hours=str(settings.promise_hours or ""),
        reply_links="yes" if settings.reply_links else "",
        **terms,
    )


def _state(read: Read) -> str:
    """Return the digest of the terms, the alarm, the desk of tasks, and the office."""
    settings = read.value
    chat = (settings.office_hours, settings.promise_hours, settings.reply_links)
    return state_of(dict(settings.terms), settings.alarm_percent, settings.task_desk, *chat)


def _save(caller: Caller, settings: Read, form: TermsForm) -> object:
    return save_settings(caller, settings, _read(caller, form, settings).changes())


def _values(_caller: Caller, settings: Read, language: Language) -> dict[str, object]:
    desks = [(each.code, each.label(language)) for each in settings.value.desks]
    return {"kinds": TERM_KINDS, "counts": COUNT_LABELS, "labels": _LABELS, "desks": desks}


feedback_pages = blueprint_of(
    __name__,
    RulePage[Read, TermsForm](
        section="feedback",
        rules="the terms of answers",
        form=TermsForm,
        template="settings_feedback.html",
        show=read_settings,
        state=_state,
        filled=_filled,
        save=_save,
        places=_PLACES,
        notice="feedback_saved",
        values=_values,
    ),
)
