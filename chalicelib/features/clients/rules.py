"""Rules for the facts of a client: everything wrong is told at once, each at its field."""

from collections.abc import Iterator
from datetime import date

from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Findings, Invalid
from chalicelib.base.folding import fold
from chalicelib.base.languages import N_
from chalicelib.base.models import Frozen
from chalicelib.base.phones import parse as parse_phone
from chalicelib.features.clients.documents import read_document, read_tax_number
from chalicelib.features.clients.model import ClientKind, Facts
from chalicelib.tenancy.model import Account

REQUIRED = N_("This field is required.")
#: The age in years beyond which a birth date is a mistake.
_OLDEST = 130
_OF_PERSONS = ("surname", "given_name", "patronymic", "birth_date", "document")
_NAMES = ("surname", "given_name", "patronymic", "name")
_OF_COMPANIES = ("name", "tax_country", "tax_number", "contact", "help_email")


class TypedDocument(Frozen):
    """A document as it was typed."""

    kind: str | None = None
    number: str | None = None
    issued_on: date | None = None


class TypedClient(Frozen):
    """The facts of a client as a caller gave them, before they are checked together."""

    kind: ClientKind = ClientKind.PERSON
    surname: str | None = None
    given_name: str | None = None
    patronymic: str | None = None
    no_patronymic: bool = False
    birth_date: date | None = None
    document: TypedDocument | None = None
    name: str | None = None
    tax_country: str | None = None
    tax_number: str | None = None
    contact: str | None = None
    help_email: str | None = None
    email: str | None = None
    phone: str | None = None
    language: str | None = None
    comment: str | None = None


def typed_of(facts: Facts) -> TypedClient:
    """Return facts as somebody would type them."""
    return TypedClient.model_validate(facts.model_dump())


def read_facts(account: Account, typed: TypedClient, *, before: Facts | None = None) -> Facts:
    """Return the facts of a client in their stored form. Raises Invalid with everything that is wrong.

    Parts that are as they were `before` are not judged again: a later rule must not keep a comment from being changed.
    """
    found = Findings()
    found.add(_of_another_kind(typed))
    changes: dict[str, object] = {}
    if typed.kind is ClientKind.PERSON:
        found.add(_lacking_of_person(account, typed))
        wrong_birth_date = list(_wrong_birth_date(typed, account))
        found.add(wrong_birth_date)
        born = None if wrong_birth_date else typed.birth_date
        changes["document"] = found.attempt(lambda: _document(account, typed, born, before), otherwise=None)
    else:
        found.add(_lacking(typed, "name", "tax_number", "email"))
        country = typed.tax_country or _home(account)
        changes["tax_country"] = country
        changes["tax_number"] = found.attempt(lambda: _tax_number(country, typed, before), otherwise=None)
    found.add(_without_letters(typed, before))
    changes["phone"] = found.attempt(lambda: _phone(account, typed, before), otherwise=None)
    found.demand_none()
    return Facts.model_validate({**typed.model_dump(), **changes, "comment": typed.comment or None})


def asks_patronymic(account: Account) -> bool:
    """Return True if an account's people have patronymics: Russian is its language."""
    return account.language == "ru"


def _of_another_kind(typed: TypedClient) -> Iterator[FieldError]:
    other = _OF_COMPANIES if typed.kind is ClientKind.PERSON else _OF_PERSONS
    messages = {
        ClientKind.PERSON: N_("Only a company has this. Leave it out, or choose the kind company."),
        ClientKind.COMPANY: N_("Only a person has this. Leave it out, or choose the kind person."),
    }
    for name in other:
        if getattr(typed, name) is not None:
            yield FieldError(f"/{name}", messages[typed.kind])


def _lacking(typed: TypedClient, *names: str) -> Iterator[FieldError]:
    for name in names:
        if getattr(typed, name) in (None, ""):
            yield FieldError(f"/{name}", REQUIRED)


def _lacking_of_person(account: Account, typed: TypedClient) -> Iterator[FieldError]:
    yield from _lacking(typed, "surname", "given_name", "birth_date", "email")
    if typed.patronymic and typed.no_patronymic:
        yield FieldError("/patronymic", N_("Leave the patronymic empty, or take the tick away that there is none."))
    if asks_patronymic(account) and not typed.patronymic and not typed.no_patronymic:
        yield FieldError("/patronymic", N_("Write the patronymic, or tick that the person has none."))


def _without_letters(typed: TypedClient, before: Facts | None) -> Iterator[FieldError]:
    """Yield errors of names of signs alone: nobody finds them, and all of them would be one person's."""
    for name in _NAMES:
        written = getattr(typed, name)
        if written and not fold(written) and not (before and getattr(before, name) == written):
            yield FieldError(f"/{name}", N_("Must have a letter or a digit."))


def _wrong_birth_date(typed: TypedClient, account: Account) -> Iterator[FieldError]:
    today = today_in(account)
    if typed.birth_date is not None and typed.birth_date > today:
        yield FieldError("/birth_date", N_("Must not be later than today."))
    elif typed.birth_date is not None and typed.birth_date.year < today.year - _OLDEST:
        yield FieldError("/birth_date", N_("Must be a day of the last {years} years."), {"years": _OLDEST})


def _document(account: Account, typed: TypedClient, born: date | None, before: Facts | None) -> object:
    """Return the document; nothing is compared with a birth date that is wrong (`born` None)."""
    document = typed.document
    if document is None or (document.kind, document.number, document.issued_on) == (None, None, None):
        return None
    if (
        before
        and before.document
        and (document.model_dump(), born)
        == (
            before.document.model_dump(),
            before.birth_date,
        )
    ):
        return before.document
    lacking = [FieldError(f"/document/{name}", REQUIRED) for name in ("kind", "number") if not getattr(document, name)]
    if lacking:
        raise Invalid(lacking)
    return read_document(
        str(document.kind),
        str(document.number),
        issued_on=document.issued_on,
        birth_date=born,
        today=today_in(account),
    )


def _tax_number(country: str, typed: TypedClient, before: Facts | None) -> str | None:
    if typed.tax_number is None or (before and (before.tax_country, before.tax_number) == (country, typed.tax_number)):
        return typed.tax_number
    return read_tax_number(country, typed.tax_number)


def _phone(account: Account, typed: TypedClient, before: Facts | None) -> str | None:
    if typed.phone is None or (before and before.phone == typed.phone):
        return typed.phone
    return parse_phone(typed.phone, countries=account.sms.countries, pointer="/phone", allowed_only=False)


def _home(account: Account) -> str:
    """Return the country of the account: the first to which it sends SMS."""
    return next(iter(account.sms.countries), "RU")


def today_in(account: Account) -> date:
    """Return the present day in the account's time zone."""
    return now().astimezone(account.zone).date()
