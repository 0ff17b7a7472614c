"""Targets of columns: facts of clients, and the headings by which they are recognised."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from chalicelib.base.folding import fold
from chalicelib.base.languages import LANGUAGES, N_, Language, text


class Target(NamedTuple):
    """A fact that a column may hold. `synonyms`: further headings, in any language."""

    code: str
    #: A msgid: the heading of an export, and the choice in the mapping.
    label: str
    synonyms: tuple[str, ...] = ()
    #: By pointer into the body of a client, the places of this fact.
    pointers: tuple[str, ...] = ()
    #: True if an export has it.
    exported: bool = True


#: In the order of an export.
TARGETS: tuple[Target, ...] = (
    Target("kind", N_("Kind of client"), ("тип клиента", "тип", "tipo", "type", "kind"), ("/kind",)),
    Target(
        "surname",
        N_("Surname"),
        ("фамилия", "фамилия клиента", "apellidos", "apellido", "last name", "family name"),
        ("/surname",),
    ),
    Target(
        "given_name",
        N_("Given name"),
        ("имя", "имя клиента", "nombre", "nombre de pila", "first name", "name given"),
        ("/given_name",),
    ),
    Target("patronymic", N_("Patronymic"), ("отчество", "отчество клиента", "middle name"), ("/patronymic",)),
    Target("no_patronymic", N_("Has no patronymic"), ("нет отчества",), ("/no_patronymic",)),
    Target(
        "full_name",
        N_("Full name"),
        ("фио", "ф и о", "фио клиента", "клиент", "страхователь", "nombre y apellidos", "apellidos y nombre", "client"),
        exported=False,
    ),
    Target(
        "birth_date",
        N_("Birth date"),
        (
            "дата рождения",
            "д р",
            "др",
            "fecha de nacimiento",
            "fecha nacimiento",
            "nacimiento",
            "date of birth",
            "dob",
            "birthday",
        ),
        ("/birth_date",),
    ),
    Target(
        "document_kind",
        N_("Kind of document"),
        ("документ", "тип документа", "вид документа", "tipo de documento", "document type", "document"),
        ("/document/kind",),
    ),
    Target(
        "document",
        N_("Series and number"),
        (
            "серия и номер",
            "серия и номер документа",
            "серия номер",
            "паспорт",
            "паспортные данные",
            "серия и номер паспорта",
            "номер документа",
            "numero de documento",
            "n documento",
            "dni",
            "dni nie",
            "document number",
            "passport",
        ),
        ("/document/number", "/document"),
    ),
    Target("document_series", N_("Series"), ("серия", "серия документа", "серия паспорта"), exported=False),
    Target("document_number", N_("Number without the series"), ("номер", "номер паспорта", "number"), exported=False),
    Target(
        "document_issued_on",
        N_("Date of issue"),
        (
            "дата выдачи",
            "дата выдачи документа",
            "дата выдачи паспорта",
            "когда выдан",
            "fecha de expedicion",
            "fecha de emision",
            "issue date",
            "issued on",
            "date issued",
        ),
        ("/document/issued_on",),
    ),
    Target(
        "name",
        N_("Company"),
        ("наименование", "наименование организации", "название", "организация", "razon social", "company name"),
        ("/name",),
    ),
    Target("tax_country", N_("Country of the tax number"), ("страна", "pais", "country"), ("/tax_country",)),
    Target("tax_number", N_("Tax number"), ("инн", "инн организации", "cif", "nif", "tax id", "vat"), ("/tax_number",)),
    Target(
        "contact", N_("Contact person"), ("контакт", "контактное лицо", "persona de contacto", "contact"), ("/contact",)
    ),
    Target("help_email", N_("Help address of the company"), ("почта поддержки",), ("/help_email",)),
    Target(
        "email",
        N_("E-mail"),
        (
            "email",
            "mail",
            "почта",
            "эл почта",
            "электронная почта",
            "адрес электронной почты",
            "correo",
            "личный e mail",
        ),
        ("/email",),
    ),
    Target(
        "phone",
        N_("Phone"),
        ("телефон", "номер телефона", "тел", "мобильный", "мобильный телефон", "сотовый", "movil", "mobile", "tel"),
        ("/phone",),
    ),
    Target("language", N_("Language of messages"), ("язык", "язык сообщений", "idioma", "language"), ("/language",)),
    Target(
        "comment",
        N_("Comment"),
        ("комментарий", "comentario", "примечание", "заметка", "comentarios", "note", "notes"),
        ("/comment",),
    ),
)
BY_CODE: Mapping[str, Target] = {each.code: each for each in TARGETS}


def is_known(heading: str) -> bool:
    """Return True for a heading of some target."""
    return fold(heading) in _known()


def guess(headings: Sequence[str], remembered: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return a target's code for each heading; empty for an unknown one, or if another column has it.

    `remembered`: codes by folded heading, as somebody chose them before. They come before our own guess.
    """
    chosen: list[str] = []
    for heading in headings:
        folded = fold(heading)
        code = (remembered or {}).get(folded, _known().get(folded, ""))
        chosen.append(code if code in BY_CODE and code not in chosen else "")
    return tuple(chosen)


def remember(headings: Iterable[str], mapping: Iterable[str]) -> dict[str, str]:
    """Return a mapping by folded heading, for the next file."""
    return {folded: code for heading, code in zip(headings, mapping, strict=False) if (folded := fold(heading))}


def headings_of(language: Language) -> tuple[str, ...]:
    """Return the headings of an export in a language."""
    return tuple(text(language, each.label) for each in TARGETS if each.exported)


def label_at(pointer: str, language: Language) -> str:
    """Return the label of the fact at a pointer; empty for an error of the whole row."""
    return next((text(language, each.label) for each in TARGETS if pointer in each.pointers), "")


@cache
def _known() -> Mapping[str, str]:
    """Return the codes of targets by folded heading: labels of all languages come before synonyms."""
    labels = {fold(text(language, each.label)): each.code for each in TARGETS for language in LANGUAGES}
    return {**{fold(said): each.code for each in TARGETS for said in each.synonyms}, **labels}
