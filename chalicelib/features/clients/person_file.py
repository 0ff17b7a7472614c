"""A client's own part of the export of everything that is held about it: for programs, and to read."""

import json
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from chalicelib.base import localized
from chalicelib.base.clock import now, stamp
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import display as display_phone
from chalicelib.base.templating import templates_in
from chalicelib.features.clients import table
from chalicelib.features.clients.console.values import shown
from chalicelib.features.clients.console.words import CHANGES, CHANNELS, FACTS, PURPOSES
from chalicelib.features.clients.documents import display, find_kind
from chalicelib.features.clients.model import Change, Client, Facts
from chalicelib.features.clients.personal import HeldFile
from chalicelib.features.clients.service.consenting import Consents, consents_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import label_of
from chalicelib.tenancy import service as accounts

if TYPE_CHECKING:
    from jinja2 import Environment

_PAGE = 100
#: Fields that say nothing about the person.
_INTERNAL = {"account_id", "cases", "policies", "terms_rule", "listed"}
_PLAIN = ("surname", "given_name", "patronymic", "name", "tax_number", "tax_country", "contact")


def files(caller: Caller, client: Client, language: Language) -> list[HeldFile]:
    """Return client.json and client.html with the facts, consents, history and readings of a client."""
    changes, consents = _history(client), consents_of(client)
    reveals = table.list_reveals(client.account_id, client.id)
    actors = {each.actor for each in changes} | {each.actor for each in consents.items}
    actors |= {each.actor for each in reveals} | {client.created_by, caller.actor}
    named = directory.name_users(client.account_id, actors)
    names = {each: named.get(each) or text(language, label_of(each)) for each in actors}
    held = {
        "exported_at": stamp(now()),
        "client": client.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL),
        "consents": [
            {**each.model_dump(mode="json", exclude_none=True), "text": consents.texts.get(each.sha256)}
            for each in consents.items
        ],
        "history": [each.model_dump(mode="json", exclude_defaults=True) for each in changes],
        "readings": [each.model_dump(mode="json") for each in reveals],
        "people": names,
    }
    page = _page(client, language, changes=changes, consents=consents, reveals=reveals, names=names, caller=caller)
    return [
        HeldFile("client.json", json.dumps(held, ensure_ascii=False, indent=1).encode()),
        HeldFile("client.html", page.encode()),
    ]


def _history(client: Client) -> list[Change]:
    """Return all changes, newest first."""
    found: list[Change] = []
    position: str | None = None
    while True:
        some, position = table.list_changes(client.account_id, client.id, after=position, limit=_PAGE)
        found += some
        if position is None:
            return found


def _page(client: Client, language: Language, *, consents: Consents, caller: Caller, **values: Any) -> str:
    account = accounts.load_account(client.account_id)
    moment = partial(_moment, language, account.zone)
    return (
        _templates()
        .get_template("client_export.html")
        .render(
            _=partial(text, language),
            language=language,
            moment=moment,
            client=client,
            organisation=account.shown_name,
            facts=_facts(client.facts, language),
            changes_in_words=CHANGES,
            changed=partial(_changed, language),
            purposes=PURPOSES,
            channels=CHANNELS,
            consents=consents.items,
            texts=consents.texts,
            until=localized.day(language, client.blocked.until) if client.blocked else "",
            exported_at=now(),
            exported_by=values["names"][caller.actor],
            **values,
        )
    )


def _changed(language: Language, change: Change) -> list[tuple[str, str, str]]:
    """Return the facts of a change: label, and the values before and after in words."""
    return [
        (text(language, FACTS.get(name, name)), shown(name, before, language), shown(name, after, language))
        for name, (before, after) in change.fields.items()
    ]


def _facts(facts: Facts, language: Language) -> list[tuple[str, str]]:
    found: Mapping[str, str | None] = {
        **{FACTS[name]: getattr(facts, name) for name in _PLAIN},
        FACTS["birth_date"]: localized.day(language, facts.birth_date) if facts.birth_date else None,
        **_document(facts, language),
        FACTS["phone"]: display_phone(facts.phone) if facts.phone else None,
        FACTS["email"]: facts.email,
        FACTS["help_email"]: facts.help_email,
        FACTS["language"]: shown("language", facts.language, language) if facts.language else None,
        FACTS["comment"]: facts.comment,
    }
    return [(text(language, label), value) for label, value in found.items() if value]


def _document(facts: Facts, language: Language) -> dict[str, str | None]:
    document = facts.document
    if document is None:
        return {}
    kind = find_kind(document.kind)
    issued = localized.day(language, document.issued_on) if document.issued_on else None
    return {kind.label if kind else N_("Document"): display(document), FACTS["document_issued_on"]: issued}


def _moment(language: Language, zone: Any, at: Any) -> str:
    local = at.astimezone(zone)
    return f"{localized.day(language, local)}, {local:%H:%M}"


@cache
def _templates() -> "Environment":
    return templates_in(Path(__file__).parent / "console" / "templates")
