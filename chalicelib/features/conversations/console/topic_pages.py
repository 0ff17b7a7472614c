"""Settings: the topics that clients choose, each with its kind, its desk and perhaps a term of its own."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base.errors import Conflict, FieldError
from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.features.conversations.changing_settings import check_feedback
from chalicelib.features.conversations.console.settings_parts import (
    COUNT_LABELS,
    LabelledForm,
    Read,
    label_fields,
    label_places,
    read_settings,
    save_settings,
    term_shown,
)
from chalicelib.features.conversations.console.words import KINDS
from chalicelib.features.conversations.settings import Topic
from chalicelib.features.conversations.settings_schemas import TopicBody
from chalicelib.frame.console.codes import first_label, proposed
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.saving import LABEL_NEEDED, state_of
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

_TAKEN = N_("There is such a topic already. Choose another code, or none.")
_LAST = N_("This is the only topic that is offered, and nobody could write without one. Add another topic first.")
_REMOVAL = Removal(
    question=N_("Delete this topic?"),
    warning=N_(
        "Closed requests keep its code. A topic whose requests are waiting can't be deleted: stop offering it instead."
    ),
    yes=N_("Delete"),
    notice="topic_removed",
)
_TERM = ("days", "extension", "count", "law")


class TopicForm(LabelledForm):
    """A topic as it is typed; without days it has the term of its kind."""

    kind: str = "question"
    desk: str = ""
    offered: str = ""
    days: str = ""
    extension: str = ""
    count: str = "working"
    law: str = ""


def _form(topic: Topic | None, _: Language) -> TopicForm:
    if topic is None:
        return TopicForm(base=state_of(None), offered="yes")
    term = {name: str(getattr(topic.term, name)) for name in _TERM} if topic.term else {}
    return TopicForm(
        base=state_of(topic),
        code=topic.code,
        kind=topic.kind,
        desk=topic.desk,
        offered="yes" if topic.offered else "",
        **term,
        **label_fields(topic.labels),
    )


def _lines(settings: Read, language: Language) -> Sequence[Line]:
    def line(each: Topic) -> Line:
        term = term_shown(settings.value.term_of(each.code, each.kind), language)
        facts = [text(language, KINDS[each.kind]), settings.value.desk(each.desk).label(language), term]
        return Line(each.code, each.label(language), facts if each.offered else [*facts, text(language, _UNOFFERED)])

    return [line(each) for each in settings.value.topics]


_UNOFFERED = N_("not offered")


def _changes(
    caller: Caller, settings: Read, form: TopicForm, known: Topic | None, _page: Language
) -> Mapping[str, Any]:
    present = {each.code: each for each in settings.value.topics}
    labels, language = form.labels(), accounts.load_account(caller.account_id).language
    lacking = [] if labels else [FieldError(f"/labels/{language}", LABEL_NEEDED)]
    if known is None and form.code.strip() in present:
        lacking.append(FieldError("/code", _TAKEN))
    label = first_label(labels, LANGUAGES)
    typed = {
        "code": known.code if known else form.code.strip() or proposed(label, taken=present, fallback="topic"),
        "labels": labels or {language: "-"},
        "kind": form.kind,
        "desk": form.desk,
        "offered": bool(form.offered),
        "term": _term(form),
    }
    topic = Topic.model_validate(read_typed(TopicBody, typed, lacking=lacking).model_dump())
    changes = {"own_topics": tuple((present | {topic.code: topic}).values())}
    check_feedback(caller, changes)
    return changes


def _term(form: TopicForm) -> Mapping[str, str] | None:
    if not any(each.strip() for each in (form.days, form.extension, form.law)):
        return None
    return {"days": form.days, "extension": form.extension.strip() or "0", "count": form.count, "law": form.law}


def _places(settings: Read, _: TopicForm, code: str | None) -> Mapping[str, str]:
    here = [each.code for each in settings.value.topics]
    place = here.index(code) if code in here else len(here)
    fields = {
        **label_places(),
        "/code": "code",
        "/kind": "kind",
        "/desk": "desk",
        **{f"/term/{name}": name for name in _TERM},
    }
    whole = {f"/topics/{place}{pointer}": name for pointer, name in fields.items()}
    return {**fields, "/topics": "offered", **whole}


def _without(settings: Read, code: str) -> Mapping[str, Any]:
    left = tuple(each for each in settings.value.topics if each.code != code)
    if not any(each.offered for each in left):
        raise Conflict(_LAST)
    return {"own_topics": left}


def _values(settings: Read, _: TopicForm, __: Topic | None, language: Language) -> Mapping[str, Any]:
    usual = {kind: settings.value.terms[kind] for kind in KINDS}
    terms = ((text(language, KINDS[kind]), term_shown(term, language)) for kind, term in usual.items())
    return {
        "kinds": KINDS,
        "counts": COUNT_LABELS,
        "desks": [(each.code, each.label(language)) for each in settings.value.desks],
        "usual": list(terms),
    }


topic_pages = blueprint_of(
    __name__,
    EntryPages[Read, Topic, TopicForm](
        section="feedback/topics",
        thing="topic",
        words=Words(
            heading=N_("Topics of requests"),
            intro=N_("Clients choose a topic when they write. It leads to a desk, and says when the answer is due."),
            add=N_("Add a topic"),
            unknown=N_("There is no such topic."),
            gone=N_("There is no such topic any more: somebody has removed it."),
            removed=N_(
                "Somebody has removed this topic meanwhile. What you typed is still here, and nothing was saved yet: "
                "save it as a new one under this or another code, or go back to all topics."
            ),
        ),
        form=TopicForm,
        template="settings_topic.html",
        show=read_settings,
        save=save_settings,
        entries=lambda settings: settings.value.topics,
        lines=_lines,
        label=lambda topic, language: topic.label(language),
        filled=_form,
        changes=_changes,
        places=_places,
        without=_without,
        removal=lambda *_: _REMOVAL,
        values=_values,
        links=(("/console/settings/feedback", N_("Terms of answers")),),
    ),
)
