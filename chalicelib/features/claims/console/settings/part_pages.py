"""Pages of the parts of a process of claims: a form for each document and deadline, and its removal.

The parts stand in a list on the page of their process. A form that somebody has overtaken comes back as it was typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, Invalid, NotFound
from chalicelib.base.languages import Language, text
from chalicelib.features.claims.console.settings import process_entries as processes
from chalicelib.features.claims.console.settings.part_form import Part, PartForm, place_of, with_part
from chalicelib.features.claims.console.settings.process_entries import LIST, Entry, Shown
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.render import page, see_other
from chalicelib.frame.console.saving import (
    ADMINISTRATORS,
    HTML,
    NOTHING_WRONG,
    Trouble,
    as_new,
    check_unchanged,
    section_page,
    state_of,
    trouble,
)
from chalicelib.http.blueprint import Blueprint, Call
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


@dataclass(frozen=True, kw_only=True)
class PartWords:
    """The words of the pages: msgids."""

    #: Of one that somebody has removed while its form was open, and of one that never was.
    removed: str
    unknown: str
    question: str
    warning: str
    yes: str


@dataclass(frozen=True, kw_only=True)
class PartPages[P: Part, F: PartForm]:
    """Parts (P) of processes, each typed in a form (F)."""

    #: The last parts of addresses: /console/settings/claims/{code}/<folder>, and <folder>/new-<thing>.
    folder: str
    thing: str
    #: The field of a process that has them.
    field: str
    words: PartWords
    form: type[F]
    template: str
    filled: Callable[[P | None, ClaimProcess, Language], F]
    #: Returns the typed part. Raises Invalid, whose pointers `places` leads to fields.
    read: Callable[[F, P | None, ClaimProcess, Language], P]
    places: Callable[[int], Mapping[str, str]]
    values: Callable[[Caller, ClaimProcess, F, Language], Mapping[str, Any]]
    #: The code of the notice after its removal.
    notice: str
    #: Raises Conflict if a part must stay.
    demand_unused: Callable[[ClaimProcess, P, Language], None] = lambda *_: None

    @property
    def list_path(self) -> str:
        return f"{LIST}/{{code}}/{self.folder}"

    @property
    def new_path(self) -> str:
        """The path of the form of a new part: no code has a hyphen."""
        return f"{self.list_path}/new-{self.thing}"

    @property
    def one_path(self) -> str:
        """The path of a part's form."""
        return f"{self.list_path}/{{part}}"

    @property
    def remove_path(self) -> str:
        """The path of a part's removal."""
        return f"{self.one_path}/remove"

    def parts(self, process: ClaimProcess) -> tuple[P, ...]:
        """Return all parts of a process, in their order."""
        found: tuple[P, ...] = getattr(process, self.field)
        return found

    def find(self, process: ClaimProcess, code: str | None) -> P | None:
        """Return the part of a code, if there is one."""
        return next((each for each in self.parts(process) if each.code == code), None)

    def demand(self, process: ClaimProcess, code: str) -> P:
        """Return the part of a code. Raises NotFound."""
        part = self.find(process, code)
        if part is None:
            raise NotFound(self.words.unknown)
        return part


def blueprint_of[P: Part, F: PartForm](import_name: str, of: PartPages[P, F]) -> Blueprint:
    """Return the operations of the pages of some parts."""
    pages = console_pages(import_name)
    _read_by(pages, of)
    _write_by(pages, of)
    return pages


def _read_by[P: Part, F: PartForm](pages: Blueprint, of: PartPages[P, F]) -> None:
    @pages.operation(
        "GET", of.new_path, audience=ADMINISTRATORS, media_type=HTML, summary=f"The form of a new {of.thing}"
    )
    def show_new_part(caller: Caller, code: str, call: Call) -> Response:
        entry = processes.show(caller).demand(code)
        return _form(of, call, caller, entry, None, of.filled(None, entry.process, call.language))

    @pages.operation("GET", of.one_path, audience=ADMINISTRATORS, media_type=HTML, summary=f"The form of a {of.thing}")
    def show_part(caller: Caller, code: str, part: str, call: Call) -> Response:
        entry = processes.show(caller).demand(code)
        known = of.demand(entry.process, part)
        return _form(of, call, caller, entry, known, of.filled(known, entry.process, call.language))

    @pages.operation(
        "GET", of.remove_path, audience=ADMINISTRATORS, media_type=HTML, summary=f"Ask whether a {of.thing} is to go"
    )
    def confirm_removal_of_part(caller: Caller, code: str, part: str, call: Call) -> Response:
        entry = processes.show(caller).demand(code)
        known = of.demand(entry.process, part)
        return page(
            call,
            "confirm.html",
            caller=caller,
            question=text(call.language, of.words.question),
            warning=text(call.language, of.words.warning),
            yes=text(call.language, of.words.yes),
            name=known.label(call.language),
            picture="",
            back=address(of.one_path.format(code=code, part=part)),
        )


def _write_by[P: Part, F: PartForm](pages: Blueprint, of: PartPages[P, F]) -> None:
    form_type = of.form

    @pages.operation(
        "POST", of.new_path, audience=ADMINISTRATORS, status=303, media_type=HTML, summary=f"Add a {of.thing}"
    )
    def add_part(caller: Caller, code: str, form: form_type, call: Call) -> Response:  # type: ignore[valid-type]
        return _save(of, call, caller, code, None, form)

    @pages.operation(
        "POST", of.one_path, audience=ADMINISTRATORS, status=303, media_type=HTML, summary=f"Change a {of.thing}"
    )
    def change_part(caller: Caller, code: str, part: str, form: form_type, call: Call) -> Response:  # type: ignore[valid-type]
        return _save(of, call, caller, code, part, form)

    @pages.operation(
        "POST", of.remove_path, audience=ADMINISTRATORS, status=303, media_type=HTML, summary=f"Delete a {of.thing}"
    )
    def remove_part(caller: Caller, code: str, part: str, call: Call) -> Response:
        return _remove(of, call, caller, code, part)


def _save[P: Part, F: PartForm](
    of: PartPages[P, F], call: Call, caller: Caller, code: str, part: str | None, form: F
) -> Response:
    shown = processes.show(caller)
    entry = shown.demand(code)
    known = of.find(entry.process, part)
    if part and known is None:
        words = of.words
        form, found = as_new(form, part, unknown=words.unknown, removed=words.removed, language=call.language)
        return _form(of, call, caller, entry, None, form, found)
    try:
        check_unchanged(form.base, state_of(known))
        part_typed = of.read(form, known, entry.process, _language(caller))
        place = place_of(form, _most_place(of, entry, known))
        _replace(of, caller, shown, entry, part_typed, place)
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places=_places(of, shown, entry, known))
        return _form(of, call, caller, entry, known, form, found)
    return _back(entry, notice="settings_saved")


def _remove[P: Part, F: PartForm](of: PartPages[P, F], call: Call, caller: Caller, code: str, part: str) -> Response:
    shown = processes.show(caller)
    entry = shown.demand(code)
    known = of.demand(entry.process, part)
    others = tuple(each for each in of.parts(entry.process) if each.code != part)
    try:
        of.demand_unused(entry.process, known, call.language)
        processes.replace(caller, shown, entry.process.model_copy(update={of.field: others}))
    except (Invalid, Conflict) as error:
        found = trouble(error, language=call.language, places={})
        filled = of.filled(known, entry.process, call.language)
        return _form(of, call, caller, entry, known, filled, found)
    return _back(entry, notice=of.notice)


def _replace[P: Part, F: PartForm](
    of: PartPages[P, F], caller: Caller, shown: Shown, entry: Entry, part: P, place: int
) -> None:
    parts = with_part(of.parts(entry.process), part, place)
    processes.replace(caller, shown, entry.process.model_copy(update={of.field: parts}))


def _places[P: Part, F: PartForm](
    of: PartPages[P, F], shown: Shown, entry: Entry, known: P | None
) -> Mapping[str, str]:
    parts = of.parts(entry.process)
    places = of.places(parts.index(known) if known in parts else len(parts))
    at = f"/processes/{shown.entries.index(entry)}"
    return {**places, **{f"{at}{pointer}": name for pointer, name in places.items()}}


def _form[P: Part, F: PartForm](
    of: PartPages[P, F],
    call: Call,
    caller: Caller,
    entry: Entry,
    known: P | None,
    form: F,
    found: Trouble = NOTHING_WRONG,
) -> Response:
    path = of.one_path.format(code=entry.code, part=known.code) if known else of.new_path.format(code=entry.code)
    return section_page(
        call,
        caller,
        None,
        of.template,
        here=path,
        found=found,
        form=form,
        known=known,
        base=state_of(known),
        post=address(path),
        at=address(of.list_path.format(code=entry.code)),
        back=address(f"{LIST}/{entry.code}"),
        label=known.label(call.language) if known else "",
        process_label=entry.label(call.language),
        most_place=_most_place(of, entry, known),
        **of.values(caller, entry.process, form, call.language),
    )


def _most_place[P: Part, F: PartForm](of: PartPages[P, F], entry: Entry, known: P | None) -> int:
    return len(of.parts(entry.process)) + (known is None)


def _back(entry: Entry, *, notice: str) -> Response:
    """Lead to the page of the process."""
    return see_other(f"{LIST}/{entry.code}", notice=notice)


def _language(caller: Caller) -> Language:
    return accounts.load_account(caller.account_id).language
