"""The list of clients as its page shows it."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple
from urllib.parse import urlencode

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.base.phones import display
from chalicelib.features.clients.bases import sees_contacts
from chalicelib.features.clients.console.words import STANDINGS
from chalicelib.features.clients.documents import masked_email, masked_phone
from chalicelib.features.clients.model import ClientKind, Counted, Known
from chalicelib.features.clients.service.deleting import why_kept
from chalicelib.features.clients.service.listing import Page, Wanted
from chalicelib.http.paging import cursor
from chalicelib.identity.model import Caller

PAGE = 25


class Row(NamedTuple):
    """A client as the list shows it; texts are in the reader's language."""

    id: str
    name: str
    born: str
    is_company: bool
    phone: str
    confirmed: bool
    email: str
    comment: str
    standing: str
    look: str
    base: str
    changed: str
    changed_iso: str
    can_be_deleted: bool


class ListView(NamedTuple):
    """A page of the list. `next` and `first` are queries of links, None where they lead nowhere."""

    rows: Sequence[Row]
    q: str
    phone: str
    order: str
    #: A search, which has no other order, or a search or a base.
    is_search: bool
    is_narrowed: bool
    #: A client is chosen for a new request: names lead to its form.
    is_choice: bool
    #: The query of the list without its search.
    whole: str
    empty: str
    #: Numbers of the clients of the list, in words; none on a search.
    figures: Sequence[str]
    next: str | None
    first: str | None
    by_name: str
    by_change: str


def link_of(wanted: Wanted, *, is_choice: bool = False, **changes: object) -> str:
    """Return the query of the address of a list."""
    said = {
        "choose": "request" if is_choice else "",
        "q": wanted.q,
        "phone": wanted.phone,
        "base": wanted.base,
        "order": wanted.order if wanted.order != "name" else "",
    }
    return urlencode({name: value for name, value in {**said, **changes}.items() if value})


def list_view(
    caller: Caller,
    page: Page[Known],
    *,
    wanted: Wanted,
    position: str | None,
    counted: Counted,
    is_choice: bool,
    agents: Mapping[str, str],
    language: Language,
    zone: object,
) -> ListView:
    """Return a page of the list, ready to be shown. `agents`: names by base, for those who see several."""
    is_search = bool(wanted.q or wanted.phone)
    link = partial(link_of, wanted, is_choice=is_choice)
    return ListView(
        rows=[_row(caller, each, agents, language, zone) for each in page.items],
        q=wanted.q,
        phone=wanted.phone,
        order=wanted.order,
        is_search=is_search,
        is_narrowed=is_search or wanted.base is not None,
        is_choice=is_choice,
        whole=link_of(Wanted(), is_choice=is_choice),
        empty=text(language, _empty(wanted, more=page.position is not None, later=position is not None)),
        figures=[] if is_search or is_choice else _figures(counted, language),
        next=link(cursor=cursor(page.position)) if page.position else None,
        first=link() if position else None,
        by_name=link(order=""),
        by_change=link(order="recent"),
    )


def _figures(counted: Counted, language: Language) -> list[str]:
    """Return the numbers of clients in words, those that are not zero."""
    numbers = (
        (N_("Prospects: {number}"), counted.prospects),
        (N_("Clients with a policy: {number}"), counted.bound),
        (N_("Clients of the organisation: {number}"), counted.house),
    )
    shown = [text(language, label, number=number) for label, number in numbers if number]
    if not shown:
        return []
    confirmed = N_("Confirmed phones: {number} of {total}")
    phones = [text(language, confirmed, number=counted.confirmed, total=counted.with_phone)]
    return [*shown, *(phones if counted.with_phone else ())]


def _row(caller: Caller, known: Known, agents: Mapping[str, str], language: Language, zone: object) -> Row:
    client, facts = known.client, known.client.facts
    label, look = STANDINGS[known.standing]
    whole = sees_contacts(caller)
    return Row(
        id=client.id,
        name=client.shown_name,
        born=localized.day(language, facts.birth_date) if facts.birth_date else "",
        is_company=facts.kind is ClientKind.COMPANY,
        phone=(display(facts.phone) if whole else masked_phone(facts.phone)) if facts.phone else "",
        confirmed=client.phone_confirmed_at is not None,
        email=(facts.email if whole else masked_email(facts.email)) if facts.email else "",
        comment=facts.comment or "",
        standing=text(language, label),
        look=look,
        base="" if client.agent_id is None else agents.get(client.base, ""),
        changed=localized.moment(language, client.changed_at, zone),  # type: ignore[arg-type]
        changed_iso=client.changed_at.isoformat(),
        can_be_deleted=why_kept(known) is None,
    )


def _empty(wanted: Wanted, *, more: bool, later: bool) -> str:
    if more:
        return N_("None of these clients matches. There are more to look through.")
    if wanted.q or wanted.phone:
        return N_(
            "No client was found. Search by words of a name in any order, or by the last digits of a phone, "
            "at least four."
        )
    if later:
        return N_("There are no more clients.")
    return N_("This base has no clients yet.") if wanted.base else N_("There are no clients yet.")
