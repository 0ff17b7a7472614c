"""Settings: the desks that answer requests, with their people and addresses."""

from collections.abc import Mapping, Sequence
from typing import Any

from chalicelib.base.errors import Conflict, FieldError
from chalicelib.base.languages import LANGUAGES, N_, Language, plural, text
from chalicelib.features.conversations.console.settings_parts import (
    LabelledForm,
    Read,
    label_fields,
    label_places,
    read_settings,
    save_settings,
    topics_of_desk,
)
from chalicelib.features.conversations.settings import Desk
from chalicelib.features.conversations.settings_schemas import DeskBody
from chalicelib.frame.console.codes import first_label, proposed
from chalicelib.frame.console.entries import EntryPages, Line, Removal, Words, blueprint_of
from chalicelib.frame.console.fields import read_typed
from chalicelib.frame.console.saving import LABEL_NEEDED, state_of
from chalicelib.identity.administrators import list_members
from chalicelib.identity.model import Caller, User
from chalicelib.identity.powers import scopes_of_role
from chalicelib.tenancy import service as accounts

_TAKEN = N_("There is such a desk already. Choose another code, or none.")
_LAST = N_("This is the only desk, and requests must come to one. Add another desk first.")
_LED_TO = N_("Topics lead to this desk: {topics}. Choose another desk for them first.")
_REMOVAL = Removal(
    question=N_("Delete this desk?"),
    warning=N_("Closed requests keep its code. A desk at which requests are waiting can't be deleted."),
    yes=N_("Delete"),
    notice="desk_removed",
)


class DeskForm(LabelledForm):
    """A desk as it is typed: ids of the people who are ticked, an e-mail a line."""

    people: tuple[str, ...] = ()
    emails: str = ""

    def addresses(self) -> list[str]:
        """Return the typed e-mails."""
        return [each.strip() for each in self.emails.splitlines() if each.strip()]


def _form(desk: Desk | None, _: Language) -> DeskForm:
    if desk is None:
        return DeskForm(base=state_of(None))
    return DeskForm(
        base=state_of(desk),
        code=desk.code,
        people=desk.people,
        emails="\n".join(desk.emails),
        **label_fields(desk.labels),
    )


def _lines(settings: Read, language: Language) -> Sequence[Line]:
    def line(each: Desk) -> Line:
        people = plural(language, "{count} person", "{count} people", len(each.people))
        return Line(each.code, each.label(language), [people if each.people else text(language, N_("all staff"))])

    return [line(each) for each in settings.value.desks]


def _changes(caller: Caller, settings: Read, form: DeskForm, known: Desk | None, _page: Language) -> Mapping[str, Any]:
    present = {each.code: each for each in settings.value.desks}
    labels, language = form.labels(), accounts.load_account(caller.account_id).language
    lacking = [] if labels else [FieldError(f"/labels/{language}", LABEL_NEEDED)]
    if known is None and form.code.strip() in present:
        lacking.append(FieldError("/code", _TAKEN))
    label = first_label(labels, LANGUAGES)
    typed = {
        "code": known.code if known else form.code.strip() or proposed(label, taken=present, fallback="desk"),
        "labels": labels or {language: "-"},
        "people": [each.id for each in _people(settings.account_id) if each.id in form.people],
        "emails": form.addresses(),
    }
    desk = Desk.model_validate(read_typed(DeskBody, typed, lacking=lacking).model_dump())
    return {"own_desks": tuple((present | {desk.code: desk}).values())}


def _without(settings: Read, code: str) -> Mapping[str, Any]:
    left = tuple(each for each in settings.value.desks if each.code != code)
    led_to = topics_of_desk(settings.value, code)
    if led_to:
        language = accounts.load_account(settings.account_id).language
        raise Conflict(_LED_TO, topics=", ".join(f"“{each.label(language)}”" for each in led_to))
    if not left:
        raise Conflict(_LAST)
    named = {"task_desk": None} if settings.value.task_desk == code else {}
    return {"own_desks": left, **named}


def _values(settings: Read, _: DeskForm, __: Desk | None, ___: Language) -> Mapping[str, Any]:
    return {"staff": _people(settings.account_id)}


def _people(account_id: str) -> list[User]:
    """Return the staff who see requests, by name."""
    reading = (each for each in list_members(account_id) if "tickets:read" in scopes_of_role(each.role))
    return sorted(reading, key=lambda user: user.shown_name.casefold())


desk_pages = blueprint_of(
    __name__,
    EntryPages[Read, Desk, DeskForm](
        section="feedback/desks",
        thing="desk",
        words=Words(
            heading=N_("Desks"),
            intro=N_("A desk answers the requests of its topics. Its people see them; administrators see all."),
            add=N_("Add a desk"),
            unknown=N_("There is no such desk."),
            gone=N_("There is no such desk any more: somebody has removed it."),
            removed=N_(
                "Somebody has removed this desk meanwhile. What you typed is still here, and nothing was saved yet: "
                "save it as a new one under this or another code, or go back to all desks."
            ),
        ),
        form=DeskForm,
        template="settings_desk.html",
        show=read_settings,
        save=save_settings,
        entries=lambda settings: settings.value.desks,
        lines=_lines,
        label=lambda desk, language: desk.label(language),
        filled=_form,
        changes=_changes,
        places=lambda *_: {**label_places(), "/code": "code", "/people": "people", "/emails": "emails"},
        without=_without,
        removal=lambda *_: _REMOVAL,
        values=_values,
        links=(("/console/settings/feedback", N_("Terms of answers")),),
    ),
)
