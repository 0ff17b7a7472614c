"""A form that others have overtaken: their changes in words, and the form with them where its user typed nothing."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients import service
from chalicelib.features.clients.console.forms import ClientForm, filled_form
from chalicelib.features.clients.console.values import changed_facts, parts_of_document, shown
from chalicelib.features.clients.model import Change, Client
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts

#: Changes that are looked at.
_LOOKED_AT = 100
#: Fields of the form that stand for a fact each; a document has several.
_OWN_FIELDS = frozenset(ClientForm.model_fields) - {"once", "version", "do", "kind", "with_phone"}
_OF_DOCUMENT = ("document_kind", "document_number", "document_issued_on")
_CHANGED = N_(
    "This client was changed after you had opened the form. Fields that you had left as they were show the new values. "
    "Look at them, and save again: what you typed replaces the rest."
)


class Overtaken(NamedTuple):
    """The form to show again, and sentences about the changes of others."""

    form: ClientForm
    said: Sequence[str]


def overtaken(caller: Caller, form: ClientForm, client: Client, language: Language) -> Overtaken:
    """Return the form of the client's present version: as it was typed, else with the changes of others."""
    changes, _ = service.list_history(caller, client.id, limit=_LOOKED_AT, position=None)
    since = [each for each in changes if each.version > int(form.version or 0)]
    said = [text(language, _CHANGED), *_sentences(caller, since, language)]
    return Overtaken(_renewed(form, client, since, language), said)


def _sentences(caller: Caller, since: Sequence[Change], language: Language) -> list[str]:
    """Return a sentence for each fact that was changed, by its latest change."""
    zone = accounts.load_account(caller.account_id).zone
    names = directory.name_users(caller.account_id, {each.actor for each in since})
    said: dict[str, str] = {}
    for each in since:  # newest first
        for name, label, _, value in changed_facts(caller, each, language):
            sentence = text(
                language,
                N_("{field}: now “{value}”, by {name}, {time}."),
                field=label,
                value=value,
                name=names.get(each.actor, text(language, N_("another user"))),
                time=localized.moment(language, each.at, zone),
            )
            said.setdefault(name, sentence)
    return list(said.values())


def _renewed(form: ClientForm, client: Client, since: Sequence[Change], language: Language) -> ClientForm:
    then: dict[str, str | None] = {}
    for each in since:  # newest first: the oldest one has the value that the form was opened with
        then |= {name: before for name, (before, _) in each.fields.items()}
    present = filled_form(client, language)
    untouched = [name for name in then if name in _OWN_FIELDS and _is_untouched(form, name, then, language)]
    if "document" in then and _has_document_of(form, then["document"] or "", language):
        untouched += _OF_DOCUMENT
    news = {name: getattr(present, name) for name in untouched}
    return form.model_copy(update={**news, "version": present.version})


def _is_untouched(form: ClientForm, name: str, then: Mapping[str, str | None], language: Language) -> bool:
    typed, before = str(getattr(form, name)).replace("\r\n", "\n").strip(), then[name]
    if name == "no_patronymic":
        return bool(typed) == (before == "True")
    plain = before or ""
    return typed in {plain, shown(name, plain, language) if plain else ""}


def _has_document_of(form: ClientForm, before: str, language: Language) -> bool:
    """Return True if the form has the document of before, whose number it never shows."""
    kind, _, issued_on = parts_of_document(before)
    said = (form.document_kind, form.document_number.strip(), form.document_issued_on.strip())
    return said == (kind, "", localized.day(language, issued_on) if issued_on else "")
