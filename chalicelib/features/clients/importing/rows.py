"""Reading of a row as the facts of a client: everything wrong is told at once, each at its column."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from chalicelib.base.dates import read_date
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.features.clients.importing import cells
from chalicelib.features.clients.importing.options import Options
from chalicelib.features.clients.importing.tables import Line
from chalicelib.features.clients.importing.targets import BY_CODE
from chalicelib.features.clients.model import Facts
from chalicelib.features.clients.rules import read_facts
from chalicelib.features.clients.schemas import NewClientBody
from chalicelib.frame.console.fields import read_typed
from chalicelib.tenancy.model import Account

_TEXTS = ("surname", "given_name", "patronymic", "name", "tax_country", "tax_number", "contact", "help_email")
_MASKED = {"phone", "email"}
_OTHERS = ("email", "phone", "comment")
_OF_COMPANY = ("name", "tax_number", "contact", "help_email")
_OF_PERSON = ("surname", "given_name", "full_name", "birth_date")
_READERS: Mapping[str, Callable[[str], str]] = {"tax_country": str.upper, "email": str.strip}


class Plan(NamedTuple):
    """The reading of a file's rows: a target for each column (empty: left out), and the options."""

    account: Account
    mapping: Sequence[str]
    options: Options

    def columns(self, pointer: str) -> list[int]:
        """Return the columns with the fact at a pointer, or with a part of it."""
        codes = [each.code for each in BY_CODE.values() if pointer in each.pointers]
        if pointer in ("/surname", "/given_name", "/patronymic"):
            codes.append("full_name")
        if pointer.startswith("/document") and pointer not in ("/document/kind", "/document/issued_on"):
            codes += ["document_series", "document_number"]
        return [at for at, code in enumerate(self.mapping) if code in codes]


class Wrong(NamedTuple):
    """An error of a row: at a column, or None if the file has no column for the fact."""

    column: int | None
    pointer: str
    message: str
    params: Mapping[str, object]


def read_row(plan: Plan, line: Line) -> Facts | tuple[Wrong, ...]:
    """Return the facts of a row in their stored form, or everything that is wrong with it."""
    try:
        return _facts(plan, line)
    except Invalid as error:
        return tuple(_located(plan, each) for each in error.errors)


def _facts(plan: Plan, line: Line) -> Facts:
    said = {code: cells.plain(line.at(at)) for at, code in enumerate(plan.mapping) if code}
    said = {code: cell for code, cell in said.items() if cell}
    found = Findings()
    told = _told(plan, said, found)
    body = read_typed(
        NewClientBody, told, lacking=found.errors, check=lambda body: read_facts(plan.account, body.typed())
    )
    return read_facts(plan.account, body.typed())


def _told(plan: Plan, said: Mapping[str, str], found: Findings) -> dict[str, Any]:
    """Return the body's fields as the row has them; empty cells are left out."""
    kind = _kind(plan, said)
    told: dict[str, Any] = {"kind": kind}
    for name in (*_TEXTS, *_OTHERS):
        if cell := said.get(name):
            told[name] = _READERS.get(name, str)(_seen(cell, name, found))
    if cell := said.get("language"):
        told["language"] = cells.language_of(cell)
    if kind == "company":
        return told
    if full := said.get("full_name"):
        _add_name(plan, told, full)
    _add_patronymic(plan, told, said)
    told["birth_date"] = found.attempt(lambda: _day(said, "birth_date", "/birth_date"), otherwise=None)
    told["document"] = _document(plan, said, found)
    return {name: value for name, value in told.items() if value is not None}


def _kind(plan: Plan, said: Mapping[str, str]) -> str:
    if cell := said.get("kind"):
        return cells.kind_of(cell)
    if plan.options.kind is not None:
        return str(plan.options.kind)
    is_company = any(said.get(each) for each in _OF_COMPANY) and not any(said.get(each) for each in _OF_PERSON)
    return "company" if is_company else "person"


def _seen(cell: str, name: str, found: Findings) -> str:
    if name not in _MASKED:
        return cell
    return found.attempt(lambda: cells.unmasked(cell, f"/{name}"), otherwise="")


def _add_name(plan: Plan, told: dict[str, Any], full: str) -> None:
    """Add the parts of a full name that have no column of their own, or nothing in it."""
    parts = cells.split_name(full, surname_first=plan.options.surname_first(plan.account))
    for name, part in zip(("surname", "given_name", "patronymic"), parts, strict=True):
        if part:
            told.setdefault(name, part)


def _add_patronymic(plan: Plan, told: dict[str, Any], said: Mapping[str, str]) -> None:
    ticked = cells.says_yes(said.get("no_patronymic", ""))
    told["no_patronymic"] = ticked or (plan.options.no_patronymic and not told.get("patronymic"))


def _day(said: Mapping[str, str], code: str, pointer: str) -> str | None:
    if not said.get(code):
        return None
    try:
        return read_date(said[code]).isoformat()
    except ValueError as error:
        raise Invalid([FieldError(pointer, str(error))]) from error


def _document(plan: Plan, said: Mapping[str, str], found: Findings) -> dict[str, str | None] | None:
    """Return the document, its series and number from one column or two; None for a row without one."""
    parts = [said[code] for code in ("document_series", "document_number") if code in said]
    number = said.get("document") or " ".join(parts)
    issued_on = found.attempt(lambda: _day(said, "document_issued_on", "/document/issued_on"), otherwise=None)
    if not number and not issued_on:
        return None
    kind = cells.document_kind_of(said["document_kind"]) if "document_kind" in said else None
    return {
        "kind": kind or plan.options.usual_document(plan.account),
        "number": found.attempt(lambda: cells.unmasked(number, "/document/number"), otherwise=None) or None,
        "issued_on": issued_on,
    }


def _located(plan: Plan, error: FieldError) -> Wrong:
    columns = plan.columns(error.pointer)
    return Wrong(columns[0] if columns else None, error.pointer, error.message, error.params)
