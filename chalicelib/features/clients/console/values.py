"""Values of a client's history as a person reads them: dates, phones, kinds and languages by their names."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import display
from chalicelib.features.clients.console.words import FACTS, KINDS
from chalicelib.features.clients.documents import find_kind
from chalicelib.features.clients.model import Change, Client
from chalicelib.features.clients.views import fields_for
from chalicelib.identity.model import Caller

LANGUAGE_NAMES = {"ru": "Русский", "es": "Español", "en": "English"}
_NOTHING = "—"


def changed_facts(caller: Caller, change: Change, language: Language) -> Iterator[tuple[str, str, str, str]]:
    """Return the facts of a change: name, label, and the values before and after as the caller may see them."""
    for name, (before, after) in fields_for(caller, change).items():
        label = text(language, FACTS.get(name, name))
        yield name, label, shown(name, before, language), shown(name, after, language)


def name_and_birth(client: Client, language: Language) -> str:
    """Return a client's name with the birth date, which tells namesakes of a list apart."""
    born = client.facts.birth_date
    return f"{client.shown_name}, {localized.day(language, born)}" if born else client.shown_name


def shown(name: str, value: str | None, language: Language) -> str:
    """Return the text of a history's value in the reader's language."""
    if not value:
        return _NOTHING
    return _WRITERS[name](value, language) if name in _WRITERS else value


def _phone(value: str, _: Language) -> str:
    return display(value) if value.startswith("+") and value[1:].isdigit() else value  # else it is masked


def parts_of_document(value: str) -> tuple[str, str, date | None]:
    """Return code of the kind, mask, and date of issue of a document in a history."""
    code, _, rest = value.partition(" ")
    mask, _, last = rest.rpartition(" ")
    try:
        return code, mask, date.fromisoformat(last)
    except ValueError:
        return code, rest, None


def _document(value: str, language: Language) -> str:
    code, mask, issued_on = parts_of_document(value)
    kind = find_kind(code)
    if issued_on:
        mask = text(language, N_("{number}, issued {day}"), number=mask, day=localized.day(language, issued_on))
    return f"{text(language, kind.label) if kind else code} {mask}".strip()


def _day(value: str, language: Language) -> str:
    try:
        return localized.day(language, date.fromisoformat(value))
    except ValueError:
        return value


#: By fact: the function that writes it.
_WRITERS: Mapping[str, Callable[[str, Language], str]] = {
    "birth_date": _day,
    "phone": _phone,
    "document": _document,
    "language": lambda value, _: LANGUAGE_NAMES.get(value, value),
    "no_patronymic": lambda value, language: text(language, N_("yes") if value == "True" else N_("no")),
    "kind": lambda value, language: text(language, KINDS[value]) if value in KINDS else value,
}
