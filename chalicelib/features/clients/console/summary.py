"""The head of a client's page."""

from typing import NamedTuple

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import display
from chalicelib.features.clients.ages import is_stale
from chalicelib.features.clients.bases import sees_contacts
from chalicelib.features.clients.console.bases import name_bases
from chalicelib.features.clients.console.values import LANGUAGE_NAMES
from chalicelib.features.clients.console.words import STANDINGS
from chalicelib.features.clients.documents import age_and_birth, find_kind, masked, masked_email, masked_phone
from chalicelib.features.clients.model import Client, ClientKind, Known, Standing
from chalicelib.features.clients.rules import today_in
from chalicelib.features.clients.service.deleting import why_kept
from chalicelib.identity.model import Caller
from chalicelib.tenancy.model import Account


class Fact(NamedTuple):
    """A fact: its label, its text, and the address that it leads to."""

    label: str
    value: str
    href: str = ""


class Head(NamedTuple):
    """A client in short, in the reader's language."""

    id: str
    name: str
    age: str
    standing: str
    look: str
    base: str
    facts: tuple[Fact, ...]
    comment: str
    phone: str
    #: The number to dial, empty for those who see it masked.
    dial: str
    #: `none`, `confirmed`, `stale` or `unconfirmed`.
    phone_state: str
    confirmed: str
    has_document: bool
    can_be_changed: bool
    can_be_deleted: bool
    changed: str
    #: The sentence about an erasure; empty if there was none.
    blocked: str
    #: The sentence about a contest that is open; empty if there is none.
    contested: str


def client_head(caller: Caller, known: Known, *, account: Account, language: Language) -> Head:
    """Return the head of a client's page."""
    client, facts = known.client, known.client.facts
    label, look = STANDINGS[known.standing]
    said = text(language, label)
    if known.bound_since:
        since = localized.day(language, known.bound_since.astimezone(account.zone))
        said = text(language, N_("{standing} since {day}"), standing=said, day=since)
    return Head(
        id=client.id,
        name=client.shown_name,
        age=age_and_birth(language, facts.birth_date, today_in(account)) if facts.birth_date else "",
        standing=said,
        look=look,
        base=_base(caller, client, language),
        facts=tuple(_facts(caller, client, language)),
        comment=facts.comment or "",
        phone=_phone(caller, client),
        dial=client.facts.phone or "" if sees_contacts(caller) else "",
        phone_state=_phone_state(client),
        confirmed=localized.moment(language, client.phone_confirmed_at, account.zone)
        if client.phone_confirmed_at
        else "",
        has_document=facts.document is not None,
        can_be_changed=known.standing is not Standing.BOUND_ELSEWHERE and client.blocked is None,
        can_be_deleted=why_kept(known) is None,
        changed=localized.moment(language, client.changed_at, account.zone),
        blocked=_blocked(client, language),
        contested=_contested(client, account, language),
    )


def _blocked(client: Client, language: Language) -> str:
    blocked = client.blocked
    if blocked is None:
        return ""
    if blocked.ended_at is not None:
        return text(language, N_("This client was erased. Only cases or policies that name it are left."))
    day = localized.day(language, blocked.until)
    return text(language, N_("Erased on request. What is left is kept until {day}: {law}"), day=day, law=blocked.law)


def _contested(client: Client, account: Account, language: Language) -> str:
    if client.contested_at is None or client.blocked is not None:
        return ""
    day = localized.day(language, client.contested_at.astimezone(account.zone))
    return text(language, N_("Contested on {day}: the client says that the agent is not right."), day=day)


def _phone(caller: Caller, client: Client) -> str:
    number = client.facts.phone
    if number is None:
        return ""
    return display(number) if sees_contacts(caller) else masked_phone(number)


def _phone_state(client: Client) -> str:
    if client.facts.phone is None:
        return "none"
    if client.phone_confirmed_at is None:
        return "unconfirmed"
    return "stale" if is_stale(client) else "confirmed"


def _base(caller: Caller, client: Client, language: Language) -> str:
    """Return the name of the base, for those who see several."""
    return name_bases(caller, [client.base], language).get(client.base, "")


def _facts(caller: Caller, client: Client, language: Language) -> list[Fact]:
    facts = client.facts
    found: list[tuple[str, str, str]] = []
    if facts.email:
        whole = sees_contacts(caller)
        shown = facts.email if whole else masked_email(facts.email)
        found.append((N_("E-mail"), shown, f"mailto:{facts.email}" if whole else ""))
    if facts.kind is ClientKind.COMPANY:
        found.append((N_("Tax number"), f"{facts.tax_number or ''} ({facts.tax_country or ''})", ""))
        found += [(N_("Contact person"), facts.contact, "")] if facts.contact else []
        found += [(N_("Help address of the company"), facts.help_email, "")] if facts.help_email else []
    if facts.document is not None:
        kind = find_kind(facts.document.kind)
        found.append((kind.label if kind else N_("Document"), masked(facts.document), ""))
        if facts.document.issued_on:
            found.append((N_("Date of issue"), localized.day(language, facts.document.issued_on), ""))
    if facts.language:
        found.append((N_("Language of messages"), LANGUAGE_NAMES[facts.language], ""))
    return [Fact(text(language, label), value, href) for label, value, href in found]
