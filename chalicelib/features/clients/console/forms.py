"""The form of a client: its first values, and its body for the API."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from chalicelib.base import localized
from chalicelib.base.dates import read_date
from chalicelib.base.errors import FieldError
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_, Language
from chalicelib.base.phones import display
from chalicelib.features.clients.model import Client, ClientKind, Facts
from chalicelib.features.clients.rules import REQUIRED
from chalicelib.features.clients.schemas import ClientChange, NewClientBody
from chalicelib.frame.console.fields import Fields, read_typed

#: By pointer into the API's body, the form's field, in the order of the page.
PLACES: Mapping[str, str] = {
    "/kind": "kind",
    "/surname": "surname",
    "/given_name": "given_name",
    "/patronymic": "patronymic",
    "/no_patronymic": "no_patronymic",
    "/birth_date": "birth_date",
    "/name": "name",
    "/tax_country": "tax_country",
    "/tax_number": "tax_number",
    "/contact": "contact",
    "/email": "email",
    "/help_email": "help_email",
    "/document": "document_number",
    "/document/kind": "document_kind",
    "/document/number": "document_number",
    "/document/issued_on": "document_issued_on",
    "/phone": "phone",
    "/language": "language",
    "/comment": "comment",
}
_TEXTS = ("surname", "given_name", "patronymic", "name", "tax_country", "tax_number", "contact")
_OTHERS = ("email", "help_email", "phone", "language", "comment")
_OF_KIND: Mapping[str, tuple[str, ...]] = {
    "person": ("surname", "given_name", "patronymic"),
    "company": ("name", "tax_country", "tax_number", "contact", "help_email"),
}


class ClientForm(Fields):
    """A client as typed. `once` names the intention of a new one, `version` is that of a changed one."""

    once: str = ""
    version: str = ""
    do: str = ""
    kind: str = "person"
    surname: str = ""
    given_name: str = ""
    patronymic: str = ""
    no_patronymic: str = ""
    birth_date: str = ""
    document_kind: str = ""
    document_number: str = ""
    document_issued_on: str = ""
    name: str = ""
    tax_country: str = ""
    tax_number: str = ""
    contact: str = ""
    help_email: str = ""
    email: str = ""
    with_phone: str = ""
    phone: str = ""
    language: str = ""
    comment: str = ""


def empty_form(kind: str) -> ClientForm:
    """Return the form of a new client."""
    return ClientForm(once=new_id("cli"), kind=kind)


def filled_form(client: Client, language: Language) -> ClientForm:
    """Return the form of a known client. The document's number is not in it: an empty one leaves it as it is."""
    facts = client.facts
    document = facts.document
    return ClientForm(
        version=str(client.version),
        kind=facts.kind,
        **{name: getattr(facts, name) or "" for name in (*_TEXTS, "help_email", "email", "language", "comment")},
        no_patronymic="yes" if facts.no_patronymic else "",
        birth_date=localized.day(language, facts.birth_date) if facts.birth_date else "",
        document_kind=document.kind if document else "",
        document_issued_on=localized.day(language, document.issued_on) if document and document.issued_on else "",
        phone=display(facts.phone) if facts.phone else "",
    )


def new_body(form: ClientForm, *, check: Callable[[NewClientBody], object]) -> NewClientBody:
    """Return the body that adds a client. Raises Invalid with everything that is wrong."""
    told, wrong = _told(form, None)
    return read_typed(NewClientBody, told, lacking=wrong, check=check)


def change_body(form: ClientForm, known: Facts, *, check: Callable[[ClientChange], object]) -> ClientChange:
    """Return the body that changes a client. Raises Invalid with everything that is wrong."""
    told, wrong = _told(form, known)
    told.pop("kind")
    return read_typed(ClientChange, {**told, "version": form.version or "1"}, lacking=wrong, check=check)


def _told(form: ClientForm, known: Facts | None) -> tuple[dict[str, Any], list[FieldError]]:
    """Return the body's fields as typed, and errors of dates. Of a known client an empty field removes its value."""
    kind = form.kind if form.kind in ClientKind else ClientKind.PERSON
    wrong: list[FieldError] = []
    told: dict[str, Any] = {"kind": str(kind)}
    for name in (*_OF_KIND[kind], *(each for each in _OTHERS if each not in _OF_KIND["company"])):
        value = getattr(form, name)
        told[name] = value.replace("\r\n", "\n") if value.strip() else None
    if known is None:
        wrong += _wrong_tick(form, kind)
    if kind == ClientKind.PERSON:
        told["no_patronymic"] = bool(form.no_patronymic)
        told["birth_date"] = _date(form.birth_date, "/birth_date", wrong)
        told["document"] = _document(form, known, wrong)
    if known is None:
        told = {name: value for name, value in told.items() if value is not None}
    return told, wrong


def _wrong_tick(form: ClientForm, kind: str) -> Iterator[FieldError]:
    """Return the error of a phone that its tick, or the button, contradicts."""
    wanted = bool(form.with_phone) or form.do == "confirm"
    if wanted and not form.phone.strip():
        yield FieldError("/phone", REQUIRED)
    elif kind == ClientKind.PERSON and form.phone.strip() and not wanted:
        yield FieldError("/phone", N_("Tick “Add the client with a phone”, or leave the phone empty."))


def _document(form: ClientForm, known: Facts | None, wrong: list[FieldError]) -> dict[str, Any] | None:
    """Return the document as typed; an empty number of a known kind leaves the number out."""
    had = known.document if known else None
    if not form.document_kind and not form.document_number.strip() and (had or not form.document_issued_on.strip()):
        return None
    document: dict[str, Any] = {
        "kind": form.document_kind or None,
        "issued_on": _date(form.document_issued_on, "/document/issued_on", wrong),
    }
    keeps = had is not None and had.kind == form.document_kind
    if form.document_number.strip() or not keeps:
        document["number"] = form.document_number.strip() or None
    return document


def _date(written: str, pointer: str, wrong: list[FieldError]) -> str | None:
    if not written.strip():
        return None
    try:
        return read_date(written).isoformat()
    except ValueError as error:
        wrong.append(FieldError(pointer, str(error)))
        return None
