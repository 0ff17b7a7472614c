"""The list of claims: all, the reader's own, those with a deadline; by client, stage and last day."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Literal, NamedTuple
from urllib.parse import urlencode

from chalice.app import Response

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.dates import read_date
from chalicelib.base.installed import unread_of_claims
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.words import line
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.claims import service
from chalicelib.features.claims.console.words import STAGES, TURNS
from chalicelib.features.claims.deadlines.ends import days_left_said, ends_of
from chalicelib.features.claims.model import Claim, Wanted
from chalicelib.features.claims.service import Page
from chalicelib.features.claims.settings import claim_settings
from chalicelib.features.claims.stages import Stage
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.service import find_seen
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.http.paging import cursor, position_of
from chalicelib.identity import directory
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

inbox_pages = console_pages(__name__)
PAGE = 25
#: Later deadlines are nobody's concern yet.
_HORIZON = timedelta(days=3650)
#: A deadline ends with its last day: at midnight, which the next day begins with.
_DAY, _MIDNIGHT = timedelta(days=1), timedelta(seconds=1)
Shown = Literal["", "mine", "due"]
_TABS: dict[Shown, str] = {"": N_("All"), "mine": N_("Mine"), "due": N_("With a deadline")}
_ORDER: dict[Shown, str] = {
    "": N_("Claims, the latest first"),
    "mine": N_("Claims that you handle, the latest first"),
    "due": N_("Claims, the deadline that ends first comes first"),
}
_EMPTY: dict[Shown, str] = {
    "": N_("There are no claims yet. A case becomes one when it is converted into a process."),
    "mine": N_("You handle no claim. Claims are assigned on their page."),
    "due": N_("No claim has an open deadline."),
}
_NONE_OF_CLIENT = N_("This client has no claims.")
_NONE_FITS = N_("No claim on this page fits the filter.")
_NO_DAY = N_("Write a day such as {example}.")


class ClaimsQuery(Fields):
    """The list that is shown, the stage, the client, and the page; unknown ones are left out. A day is typed."""

    show: str = ""
    stage: str = ""
    client: str = ""
    #: The last day of deadlines.
    due: str = ""
    cursor: str = ""


class Chosen(NamedTuple):
    """The filter of the list."""

    show: Shown
    stage: Stage | None
    client: Client | None
    #: The moment before which a deadline has to end, and the day as it was typed.
    due_before: datetime | None
    due: str


class Tab(NamedTuple):
    """A list of claims, or a stage that narrows it."""

    label: str
    query: str
    current: bool


class ClaimRow(NamedTuple):
    """A claim as the list shows it; texts are in the reader's language, '' where nothing is known."""

    case_id: str
    title: str
    #: The number that its client knows it by; empty if the title has it.
    number: str
    owner: str
    #: The query of the list of its client's claims.
    of_client: str
    #: The number of messages that the reader has not read, in words.
    unread: str
    stage: str
    turn: str
    handler: str
    #: The next deadline, its last day, and the days that are left.
    due: str
    last_day: str
    left: str
    late: bool


@inbox_pages.operation(
    "GET", "/console/claims", audience=console("claims:read"), media_type="text/html", summary="The list of claims"
)
def list_claims_page(caller: Caller, query: ClaimsQuery, call: Call) -> Response:
    """List claims by tab, stage, client and last day; a day that can't be read is told at its field."""
    client = find_seen(caller, query.client) if query.client else None
    show: Shown = next((each for each in _TABS if each == query.show), "")
    stage = next((each for each in Stage if each == query.stage), None)
    due, account = query.due.strip(), accounts.load_account(caller.account_id)
    try:
        last_day = read_date(due) if due else None
        before = _end_of(last_day, account) if last_day else now() + _HORIZON if show == "due" else None
    except ValueError:
        chosen = Chosen(show, stage, client, None, due)
        example = localized.day(call.language, now().astimezone(account.zone))
        wrong = {"due": text(call.language, _NO_DAY, example=example)}
        values = _values(caller, call.language, chosen, None, Page((), None))
        return page(call, "claims.html", caller=caller, status=422, wrong=wrong, **{**values, "empty": ""})
    chosen = Chosen(show, stage, client, before, last_day.isoformat() if last_day else "")
    position = position_of(query.cursor or None)
    found = service.list_claims(caller, _wanted(caller, chosen), limit=PAGE, position=position)
    return page(call, "claims.html", caller=caller, wrong={}, **_values(caller, call.language, chosen, position, found))


def _end_of(day: date, account: Account) -> datetime:
    """Return the moment right after a day by the account's clock. Raises ValueError at the calendar's ends."""
    try:
        return (datetime.combine(day + _DAY, time(), account.zone) + _MIDNIGHT).astimezone(UTC)
    except OverflowError as error:
        raise ValueError from error


def _wanted(caller: Caller, chosen: Chosen) -> Wanted:
    return Wanted(
        stage=chosen.stage,
        client_id=chosen.client.id if chosen.client else None,
        handler=caller.actor if chosen.show == "mine" else None,
        due_before=chosen.due_before,
    )


def _values(
    caller: Caller, language: Language, chosen: Chosen, position: str | None, found: Page[Claim]
) -> dict[str, Any]:
    show, stage, client, due_before, due = chosen

    def link(**changes: str | None) -> str:
        known = {"show": show, "stage": stage, "client": client.id if client else None, "due": due, **changes}
        return urlencode({name: value for name, value in known.items() if value})

    order = _ORDER["due"] if due_before else _ORDER[show]
    stages: list[tuple[Stage | None, str]] = [(None, N_("All stages")), *STAGES.items()]
    return {
        "client": {"id": client.id, "name": client.shown_name} if client else None,
        "announces": may(caller, "claims:write")
        and any(each.announced for each in claim_settings(caller.account_id).processes),
        "tabs": [Tab(text(language, label), link(show=each), each == show) for each, label in _TABS.items()],
        "stages": [Tab(text(language, label), link(stage=each), each == stage) for each, label in stages],
        "kept": [
            (name, value)
            for name, value in (("show", show), ("stage", stage), ("client", client and client.id))
            if value
        ],
        "due": due,
        "anytime": link(due=None) if due else None,
        "order": text(language, order),
        "rows": _rows(caller, language, found.items),
        "empty": text(language, _empty(chosen, position)),
        "next": link(cursor=cursor(found.position)) if found.position else None,
        "first": link() if position else None,
    }


def _empty(chosen: Chosen, position: str | None) -> str:
    """Return the sentence of a list without claims."""
    if position or chosen.stage or chosen.due or (chosen.client and chosen.show):
        return _NONE_FITS
    return _NONE_OF_CLIENT if chosen.client else _EMPTY[chosen.show]


def _rows(caller: Caller, language: Language, claims: Sequence[Claim]) -> list[ClaimRow]:
    """Return the rows of a page: a BatchGetItem for its cases, two for its messages; names of handlers are known."""
    known = {each.id: each for each in cases.find_cases(caller, [each.case_id for each in claims])}
    names = directory.name_users(caller.account_id, {each.handler for each in claims if each.handler})
    unread = unread_of_claims(caller, [each.id for each in claims])
    return [
        _row(
            each,
            known.get(each.case_id),
            names.get(each.handler or "", ""),
            unread.get(each.id, 0),
            language=language,
        )
        for each in claims
    ]


def _row(claim: Claim, case: Case | None, handler: str, unread: int, *, language: Language) -> ClaimRow:
    ends, turn = ends_of(claim, language), TURNS[claim.turn]
    return ClaimRow(
        case_id=claim.case_id,
        title=case.shown_title if case else f"…{claim.id[-6:]}",
        number="" if claim.reference else text(language, N_("No. {number}"), number=claim.number),
        owner=line(case.owner.name or "") if case else "",
        of_client=urlencode({"client": claim.client_id}) if claim.client_id else "",
        unread=plural(language, "{count} unread message", "{count} unread messages", unread) if unread else "",
        stage=claim.rules.stage_label(claim.stage, language),
        turn=text(language, turn) if turn else "",
        handler=handler,
        due=ends.label if ends else "",
        last_day=localized.day(language, ends.last_day) if ends else "",
        left=days_left_said(ends.days_left, language) if ends else "",
        late=ends is not None and ends.days_left < 0,
    )
