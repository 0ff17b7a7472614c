"""The inbox: cases as rows, newest change first, and what its filters and links are."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from chalicelib.accounts.model import Account
from chalicelib.api.paging import cursor
from chalicelib.cases.model import Case, CaseStatus
from chalicelib.cases.service import Page
from chalicelib.languages import Language, text
from chalicelib.phones import display
from chalicelib.web.console import phrases
from chalicelib.web.console.history import in_language

PAGE = 25


@dataclass(frozen=True, kw_only=True)
class Sought:
    """What the inbox is narrowed to; `position` is where the page begins, None at the newest."""

    status: CaseStatus | None = None
    process: str | None = None
    query: str = ""
    position: str | None = None

    @property
    def is_narrowed(self) -> bool:
        """Whether cases are left out."""
        return bool(self.status or self.process or self.query)


@dataclass(frozen=True, kw_only=True)
class InboxRow:
    """A case as the inbox shows it; texts are in the reader's language, '' where nothing is known."""

    id: str
    title: str
    plate: str
    vehicle: str
    owner: str
    phone: str
    process: str
    status: CaseStatus
    status_label: str
    look: str
    awaited: str
    photos: int
    changed: str
    changed_iso: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice of a filter."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class InboxView:
    """A page of the inbox. `next` and `first` are queries of links, None where they lead nowhere."""

    rows: Sequence[InboxRow]
    statuses: Sequence[Choice]
    processes: Sequence[Choice]
    query: str
    is_narrowed: bool
    next: str | None
    first: str | None


def inbox_view(page: Page[Case], *, sought: Sought, account: Account, language: Language) -> InboxView:
    """Return a page of the inbox, ready to be shown."""
    return InboxView(
        rows=[inbox_row(case, account=account, language=language) for case in page.items],
        statuses=[
            Choice(value=status, label=text(language, label), chosen=status == sought.status)
            for status, label in phrases.CASE_STATUS.items()
        ],
        processes=[
            Choice(value=each.code, label=in_language(each.labels, language), chosen=each.code == sought.process)
            for each in account.processes
        ],
        query=sought.query,
        is_narrowed=sought.is_narrowed,
        next=_link(sought, page.position) if page.position else None,
        first=_link(sought, None) if sought.position else None,
    )


def inbox_row(case: Case, *, account: Account, language: Language) -> InboxRow:
    """Return a case as the inbox shows it."""
    process = account.process(case.process) if case.process else None
    return InboxRow(
        id=case.id,
        title=title_of(case),
        plate=case.vehicle.plate or "",
        vehicle=" ".join(filter(None, (case.vehicle.make, case.vehicle.model))),
        owner=case.owner.name or "",
        phone=display(case.owner.phone) if case.owner.phone else "",
        process=in_language(process.labels, language) if process else case.process or "",
        status=case.status,
        status_label=text(language, phrases.CASE_STATUS[case.status]),
        look=phrases.CASE_LOOK[case.status],
        awaited=text(language, phrases.AWAITED[case.status]),
        photos=case.attachments,
        changed=phrases.moment(language, case.changed_at, account.zone),
        changed_iso=case.changed_at.isoformat(),
    )


def title_of(case: Case) -> str:
    """Return what people call a case: its reference, else its plate, its owner, or the end of its id."""
    return case.reference or case.vehicle.plate or case.owner.name or f"…{case.id[-6:]}"


def _link(sought: Sought, position: str | None) -> str:
    named = {
        "status": sought.status, "process": sought.process, "q": sought.query, "cursor": cursor(position),
    }  # fmt: skip
    return "?" + urlencode({name: value for name, value in named.items() if value})
