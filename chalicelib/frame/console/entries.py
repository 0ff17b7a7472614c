"""Pages of a list in the settings: the list, a form for each entry, and its removal after a question.

A feature describes its entries by an EntryPages; `blueprint_of` makes seven operations of it. Forms are stateless: each
of their buttons sends all values as typed. A form of an entry that somebody has changed or removed since comes back as
it was typed (saving.py).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid
from chalicelib.base.languages import Language, text
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    SettingsForm,
    Trouble,
    as_new,
    check_unchanged,
    gone,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy.model import Account


class Coded(Protocol):
    """An entry of a list: its code is unique in the list and never changes."""

    @property
    def code(self) -> str:
        """The code; none has a hyphen."""


class Line(NamedTuple):
    """An entry in the list: its name, and the words beside its code."""

    code: str
    label: str
    facts: Sequence[str]


class Removal(NamedTuple):
    """The words of an entry's removal: msgids of question and button, and the code of a notice."""

    question: str
    warning: str
    yes: str
    notice: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """The words of the pages: msgids."""

    heading: str
    intro: str
    add: str
    #: Of an entry that never was.
    unknown: str
    #: Of one that somebody has removed, at the list and at its form.
    gone: str
    removed: str
    #: Of an empty list.
    none: str = ""


@dataclass(frozen=True, kw_only=True)
class EntryPages[S, E: Coded, F: SettingsForm]:
    """Entries (E) of settings (S), each typed in a form (F).

    Functions that are given settings get them as they were read in the same request.
    """

    #: The section's code in addresses, /console/settings/<section>.
    section: str
    #: The name of an entry in addresses and codes of notices: `new-<thing>`, `<thing>_gone`.
    thing: str
    words: Words
    form: type[F]
    #: Templates: of an entry's form.
    template: str
    show: Callable[[Caller], S]
    #: Raises Conflict if the settings changed since they were read, and Invalid.
    save: Callable[[Caller, S, Mapping[str, Any]], object]
    #: All entries in their order, and their lines in a language.
    entries: Callable[[S], Sequence[E]]
    lines: Callable[[S, Language], Sequence[Line]]
    label: Callable[[E, Language], str]
    #: The form of an entry, or an empty one.
    filled: Callable[[E | None, Language], F]
    #: Changes of the settings that save the values typed on a page in a language. Raises Invalid, whose pointers
    #: `places` leads to fields.
    changes: Callable[[Caller, S, F, E | None, Language], Mapping[str, Any]]
    places: Callable[[S, F, str | None], Mapping[str, str]]
    #: Changes that remove an entry. Raises Conflict if it is in use.
    without: Callable[[S, str], Mapping[str, Any]]
    removal: Callable[[S, E], Removal]
    #: Values of the form's template beside the form.
    values: Callable[[S, F, E | None, Language], Mapping[str, Any]] = lambda *_: {}
    #: The form after one of its own buttons; None for the button that saves.
    pressed: Callable[[F], F | None] = lambda _: None
    #: The form of an entry that somebody has removed, as that of a new one.
    renewed: Callable[[F], F] = lambda form: form
    #: Templates may name entries: a refused removal says which template does.
    in_templates: bool = False
    #: More links beside the one that adds an entry: address and msgid.
    links: Sequence[tuple[str, str]] = ()
    #: Things that are ready to be added, by the settings and in a language: address and label.
    offers: Callable[[S, Language], Sequence[tuple[str, str]]] = lambda *_: ()

    @property
    def list_path(self) -> str:
        return f"/console/settings/{self.section}"

    @property
    def new_path(self) -> str:
        """The path of the form of a new entry: no code has a hyphen."""
        return f"{self.list_path}/new-{self.thing}"

    @property
    def one_path(self) -> str:
        """The path of an entry's form."""
        return f"{self.list_path}/{{code}}"

    @property
    def remove_path(self) -> str:
        """The path of an entry's removal."""
        return f"{self.one_path}/remove"

    def find(self, settings: S, code: str | None) -> E | None:
        """Return the entry of a code, if there is one."""
        return next((each for each in self.entries(settings) if each.code == code), None)


def blueprint_of[S, E: Coded, F: SettingsForm](import_name: str, of: EntryPages[S, E, F]) -> Blueprint:
    """Return the operations of the pages of some entries."""
    pages = console_pages(import_name)
    _read_by(pages, of)
    _write_by(pages, of)
    return pages


def _read_by[S, E: Coded, F: SettingsForm](pages: Blueprint, of: EntryPages[S, E, F]) -> None:
    @pages.operation(
        "GET", of.list_path, audience=ADMINISTRATORS, media_type=HTML, summary=f"The list of each {of.thing}"
    )
    def show_entries(caller: Caller, call: Call) -> Response:
        return _list(of, call, caller, of.show(caller))

    @pages.operation(
        "GET", of.new_path, audience=ADMINISTRATORS, media_type=HTML, summary=f"The form of a new {of.thing}"
    )
    def show_new_entry(caller: Caller, call: Call) -> Response:
        return _form(of, call, caller, of.show(caller), None, of.filled(None, call.language))

    @pages.operation("GET", of.one_path, audience=ADMINISTRATORS, media_type=HTML, summary=f"The form of a {of.thing}")
    def show_entry(caller: Caller, code: str, call: Call) -> Response:
        settings = of.show(caller)
        known = of.find(settings, code)
        if known is None:
            return _gone(of, call, caller, settings)
        return _form(of, call, caller, settings, known, of.filled(known, call.language))

    @pages.operation(
        "GET", of.remove_path, audience=ADMINISTRATORS, media_type=HTML, summary=f"Ask whether a {of.thing} is to go"
    )
    def confirm_removal(caller: Caller, code: str, call: Call) -> Response:
        return _confirm(of, call, caller, code)


def _write_by[S, E: Coded, F: SettingsForm](pages: Blueprint, of: EntryPages[S, E, F]) -> None:
    form_type = of.form

    @pages.operation(
        "POST", of.new_path, audience=ADMINISTRATORS, status=303, media_type=HTML, summary=f"Add a {of.thing}"
    )
    def add_entry(caller: Caller, form: form_type, call: Call) -> Response:  # type: ignore[valid-type]
        return _save(of, call, caller, None, form)

    @pages.operation(
        "POST", of.one_path, audience=ADMINISTRATORS, status=303, media_type=HTML, summary=f"Change a {of.thing}"
    )
    def change_entry(caller: Caller, code: str, form: form_type, call: Call) -> Response:  # type: ignore[valid-type]
        return _save(of, call, caller, code, form)

    @pages.operation(
        "POST", of.remove_path, audience=ADMINISTRATORS, status=303, media_type=HTML, summary=f"Delete a {of.thing}"
    )
    def remove_entry(caller: Caller, code: str, call: Call) -> Response:
        return _remove(of, call, caller, code)


def _confirm[S, E: Coded, F: SettingsForm](of: EntryPages[S, E, F], call: Call, caller: Caller, code: str) -> Response:
    """Ask first, or say why it can't go."""
    settings = of.show(caller)
    known = of.find(settings, code)
    if known is None:
        return _gone(of, call, caller, settings)
    try:
        of.without(settings, code)
    except Conflict as error:
        return _list(of, call, caller, settings, trouble(error, language=call.language, places={}))
    removal = of.removal(settings, known)
    return page(
        call,
        "confirm.html",
        caller=caller,
        account=_account(settings),
        question=text(call.language, removal.question),
        warning=text(call.language, removal.warning),
        yes=text(call.language, removal.yes),
        name=of.label(known, call.language),
        picture="",
        back=address(of.one_path.format(code=code)),
    )


def _remove[S, E: Coded, F: SettingsForm](of: EntryPages[S, E, F], call: Call, caller: Caller, code: str) -> Response:
    settings = of.show(caller)
    known = of.find(settings, code)
    if known is None:
        return see_other(of.list_path, notice=f"{of.thing}_gone")
    try:
        of.save(caller, settings, of.without(settings, code))
    except (Invalid, Conflict) as error:
        account = _account(settings) if of.in_templates else None
        found = trouble(error, language=call.language, places={}, account=account)
        return _list(of, call, caller, settings, found)
    return see_other(of.list_path, notice=of.removal(settings, known).notice)


def _save[S, E: Coded, F: SettingsForm](
    of: EntryPages[S, E, F], call: Call, caller: Caller, code: str | None, form: F
) -> Response:
    pressed = of.pressed(form)
    if pressed is not None:
        return _again(of, call, caller, code, pressed, base=form.base)
    settings = of.show(caller)
    known = of.find(settings, code)
    if code and known is None:
        return _again(of, call, caller, code, form)
    try:
        check_unchanged(form.base, state_of(known))
        of.save(caller, settings, of.changes(caller, settings, form, known, call.language))
    except (Invalid, Conflict) as error:
        places = of.places(settings, form, code)
        found = trouble(error, language=call.language, places=places, account=_account(settings))
        return _again(of, call, caller, code, form, found=found)
    return see_other(of.list_path, notice="settings_saved")


def _again[S, E: Coded, F: SettingsForm](
    of: EntryPages[S, E, F],
    call: Call,
    caller: Caller,
    code: str | None,
    form: F,
    *,
    found: Trouble = NOTHING_WRONG,
    base: str = "",
) -> Response:
    """Show the form as typed; as a new entry if the original was removed meanwhile."""
    settings = of.show(caller)
    known = of.find(settings, code)
    if code and known is None:
        words, base = of.words, ""
        form, found = as_new(form, code, unknown=words.unknown, removed=words.removed, language=call.language)
        form = of.renewed(form)
    return _form(of, call, caller, settings, known, form, found=found, base=base)


def _gone[S, E: Coded, F: SettingsForm](of: EntryPages[S, E, F], call: Call, caller: Caller, settings: S) -> Response:
    return _list(of, call, caller, settings, gone(of.words.gone, language=call.language))


def _list[S, E: Coded, F: SettingsForm](
    of: EntryPages[S, E, F], call: Call, caller: Caller, settings: S, found: Trouble = NOTHING_WRONG
) -> Response:
    return section_page(
        call,
        caller,
        _account(settings),
        "settings_entries.html",
        here=of.list_path,
        found=found,
        words=of.words,
        links=of.links,
        offers=of.offers(settings, call.language),
        at=address(of.list_path),
        new=address(of.new_path),
        lines=of.lines(settings, call.language),
    )


def _form[S, E: Coded, F: SettingsForm](
    of: EntryPages[S, E, F],
    call: Call,
    caller: Caller,
    settings: S,
    known: E | None,
    form: F,
    *,
    found: Trouble = NOTHING_WRONG,
    base: str = "",
) -> Response:
    values: dict[str, Any] = {
        "form": form,
        "known": known,
        "base": base or state_of(known),
        "label": of.label(known, call.language) if known else "",
        "at": address(of.list_path),
        **of.values(settings, form, known, call.language),
    }
    here = of.one_path.format(code=known.code) if known else of.new_path
    return section_page(call, caller, _account(settings), of.template, here=here, found=found, **values)


def _account(settings: object) -> Account | None:
    """Return the account that was read just now, if the entries are in its own settings; pages show its name."""
    return settings if isinstance(settings, Account) else None
