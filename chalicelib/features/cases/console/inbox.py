"""The inbox: cases as rows, with its tabs, its filters and its links.

A tab and the filters are indexes, or criteria within one. A search by reference, plate, name or phone is within them
all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from urllib.parse import urlencode

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.phones import display
from chalicelib.base.words import line
from chalicelib.features.cases.console import words as case_words
from chalicelib.features.cases.console.choices import Choice
from chalicelib.features.cases.console.timeline import in_language
from chalicelib.features.cases.model import EXPIRING, Case, CaseStatus, Counted
from chalicelib.features.cases.service import Page
from chalicelib.http.paging import cursor
from chalicelib.tenancy.model import Account

PAGE = 25
#: Lists beyond the statuses: unread cases, those with photos to review, the reader's own, and those about to expire.
Shown = Literal["unread", "review", "mine", "expiring"]


class Sought(NamedTuple):
    """The filters of the inbox; `position` is the beginning of the page, None at the start.

    Expiring cases wait for their owners, so that no other status goes with them.
    """

    show: Shown | None = None
    status: CaseStatus | None = None
    process: str | None = None
    query: str = ""
    position: str | None = None

    @property
    def is_narrowed(self) -> bool:
        """Return True if cases are left out."""
        return bool(self.show or self.status or self.process or self.query)

    @property
    def is_tab(self) -> bool:
        """Return True for a tab's whole list, of which the account's counts give the length."""
        return not (self.process or self.query)

    def link(self, **changes: object) -> str:
        """Return the query of the address that seeks this, changed."""
        changed = self._replace(**{"position": None, **changes})  # type: ignore[arg-type]
        named = {
            "show": changed.show,
            "status": changed.status,
            "process": changed.process,
            "q": changed.query,
            "cursor": cursor(changed.position),
        }
        return urlencode({name: value for name, value in named.items() if value})


class InboxRow(NamedTuple):
    """A case as the inbox shows it; texts are in the reader's language, '' where nothing is known."""

    id: str
    title: str
    unread: bool
    plate: str
    vehicle: str
    owner: str
    phone: str
    process: str
    status: CaseStatus
    status_label: str
    look: str
    awaited: str
    #: The end of the owner's time, if it is near or past.
    ends: str
    photos: int
    #: The number of photos that wait for a verdict, in words; '' for none.
    to_review: str
    changed: str
    changed_iso: str


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A tab: the query of its link, and the number of its cases, None where that isn't counted."""

    label: str
    query: str
    current: bool
    count: int | None = None


class InboxView(NamedTuple):
    """A page of the inbox. `next` and `first` are queries of links, None where they lead nowhere.

    `statuses` is empty where the tab has only one. `empty` explains why there are no rows, and suggests a next step.
    """

    rows: Sequence[InboxRow]
    tabs: Sequence[Tab]
    statuses: Sequence[Choice]
    processes: Sequence[Choice]
    show: Shown | None
    query: str
    order: str
    is_narrowed: bool
    empty: str
    next: str | None
    first: str | None


def inbox_view(
    page: Page[Case],
    *,
    sought: Sought,
    counts: Counted | None,
    unread: frozenset[str],
    handles: bool,
    account: Account,
    language: Language,
) -> InboxView:
    """Return a page of the inbox, ready to be shown; `handles`: the reader may take cases."""
    return InboxView(
        rows=[inbox_row(case, unread=case.id in unread, account=account, language=language) for case in page.items],
        tabs=_tabs(sought, counts, handles=handles, language=language),
        statuses=[
            Choice(value=status, label=text(language, label), chosen=status == sought.status)
            for status, label in case_words.CASE_STATUS.items()
            if sought.show != "expiring"
        ],
        processes=[
            Choice(value=each.code, label=in_language(each.labels, language), chosen=each.code == sought.process)
            for each in account.processes
        ],
        show=sought.show,
        query=sought.query,
        order=text(language, _order(sought)),
        is_narrowed=sought.is_narrowed,
        empty=text(language, _empty(sought, more=page.position is not None)),
        next=sought.link(position=page.position) if page.position else None,
        first=sought.link() if sought.position else None,
    )


def inbox_row(case: Case, *, unread: bool, account: Account, language: Language) -> InboxRow:
    """Return a case as the inbox shows it."""
    process = account.process(case.process) if case.process else None
    label, look, awaited = _standing(case)
    return InboxRow(
        id=case.id,
        title=case.shown_title,
        unread=unread,
        plate=line(case.vehicle.plate or ""),
        vehicle=line(" ".join(filter(None, (case.vehicle.make, case.vehicle.model)))),
        owner=line(case.owner.name or ""),
        phone=display(case.owner.phone) if case.owner.phone else "",
        process=in_language(process.labels, language) if process else case.process or "",
        status=case.status,
        status_label=text(language, label),
        look=look,
        awaited=text(language, awaited),
        ends=_ends(case.waits_until, account=account, language=language),
        photos=case.attachments,
        to_review=plural(language, "{count} to review", "{count} to review", case.to_review) if case.to_review else "",
        changed=localized.moment(language, case.changed_at, account.zone),
        changed_iso=case.changed_at.isoformat(),
    )


def _tabs(sought: Sought, counts: Counted | None, *, handles: bool, language: Language) -> list[Tab]:
    def tab(label: str, count: int | None, show: Shown | None, status: CaseStatus | None) -> Tab:
        current = (sought.show, sought.status) == (show, status) or (show is not None and sought.show == show)
        query = sought.link(show=show, status=status)
        return Tab(label=text(language, label), query=query, current=current, count=count)

    waiting = CaseStatus.WAITING
    return [
        tab(N_("All"), sum(counts.by_status.values()) if counts else None, None, None),
        tab(N_("Unread"), None, "unread", None),
        tab(N_("Waiting for photos"), counts.by_status[waiting] if counts else None, None, waiting),
        tab(N_("Photos to review"), counts.to_review if counts else None, "review", None),
        *([tab(N_("Mine"), None, "mine", None)] if handles else []),
        tab(N_("Expiring"), None, "expiring", None),
    ]


def _standing(case: Case) -> tuple[str, str, str]:
    """Return a case's status in words, its look, and the next step."""
    if case.waits_until is not None and case.waits_until <= now():
        return N_("Request expired"), "bad", N_("Ask for them again")
    return case_words.CASE_STATUS[case.status], case_words.CASE_LOOK[case.status], case_words.AWAITED[case.status]


def _ends(until: datetime | None, *, account: Account, language: Language) -> str:
    if until is None or until > now() + EXPIRING:
        return ""
    time = localized.moment(language, until, account.zone)
    return text(language, N_("Link ended: {time}") if until <= now() else N_("Link ends: {time}"), time=time)


_ORDER: Mapping[Shown | None, str] = {
    "review": N_("Cases with photos to review, longest waiting first"),
    "expiring": N_("Cases, those that end soonest first"),
}


def _order(sought: Sought) -> str:
    if sought.query:
        return N_("Cases found")
    return _ORDER.get(sought.show, N_("Cases, newest change first"))


_OF_TAB: Mapping[tuple[Shown | None, CaseStatus | None], str] = {
    (None, None): N_("There are no cases yet."),
    ("unread", None): N_("Nothing is unread: you have seen every case as it is."),
    (None, CaseStatus.WAITING): N_("No case waits for its owner. Ask an owner for photos, and the case appears here."),
    (None, CaseStatus.RECEIVED): N_("No case has all its photos and waits to be converted."),
    ("review", None): N_("All photos are reviewed. A case appears here as soon as a new photo comes."),
    ("mine", None): N_("You handle no case yet. Ask for photos, or open a case and take it."),
    ("expiring", None): N_("No request ends within 48 hours, and none has expired without its photos."),
}


def _empty(sought: Sought, *, more: bool) -> str:
    """Return the reason for a page without rows, with advice."""
    if more:
        return N_("None of these cases fits. There are more to look through.")
    if sought.query and sought.position:
        return N_("No more cases fit.")
    if sought.query:
        return N_(
            "No case fits. Search takes words of a name in any order, the end or the beginning of a phone, and the "
            "beginning of a reference, plate or VIN: three characters or more."
        )
    fallback = N_("No case fits. Choose another status or process, or show all cases.")
    return _OF_TAB.get((sought.show, sought.status), fallback) if sought.is_tab and not sought.position else fallback
