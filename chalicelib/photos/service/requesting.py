"""Use cases of staff and back-ends: ask an owner for photos, ask again, extend, revoke."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from chalicelib.accounts import service as accounts
from chalicelib.accounts.categories import Category
from chalicelib.accounts.model import Account, Caller, CategoryChoice
from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.aws.secret_keys import link_key
from chalicelib.cases import service as cases
from chalicelib.cases.model import Case, Owner
from chalicelib.clock import now
from chalicelib.errors import Conflict, DomainError, FieldError, Invalid, NotFound
from chalicelib.ids import new_id
from chalicelib.languages import N_, Language
from chalicelib.notifications.model import Channel
from chalicelib.phones import parse as parse_phone
from chalicelib.photos import links, table
from chalicelib.photos.model import OPEN, Found, Message, PhotoRequest, RequestStatus, UploadStatus
from chalicelib.photos.service.access import NO_REQUEST, link_of, locate_request
from chalicelib.photos.service.figures import count_asked, count_end, take_back_end
from chalicelib.photos.service.messages import queue, written
from chalicelib.photos.service.telling import note, publish
from chalicelib.photos.table import locators

DAYS = 7
NOTHING_SENT: tuple[Channel, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a caller wants of an owner. Either `case_id` or `new_case`; `categories` None means the usual ones."""

    case_id: str | None = None
    new_case: cases.NewCase | None = None
    phone: str | None = None
    email: str | None = None
    owner_name: str | None = None
    channels: tuple[Channel, ...] = NOTHING_SENT
    language: Language | None = None
    comment: str = ""
    categories: Sequence[CategoryChoice] | Literal["all"] | None = None
    template: str | None = None
    expires_in_days: int = DAYS
    remind_after_hours: int | None = None
    #: Names the caller's intention (its Idempotency-Key and body): asked twice, even after a crash, it is one request.
    once: str | None = None


@dataclass(frozen=True)
class Shown:
    """A request as staff see it, with its messages and its link."""

    request: PhotoRequest
    messages: tuple[Message, ...]
    link: links.Link


def ask_for_photos(caller: Caller, asking: Asking) -> Shown:
    """Make a photo request, in a new case or one that exists, and put its messages into the outbox: one transaction."""
    account = accounts.load_account(caller.account_id)
    try:
        return retry_stale(lambda: _ask(caller, account, asking))
    except _AskedAlready as repeated:
        return show_request(caller, repeated.request_id)


def check_asking(caller: Caller, asking: Asking) -> None:
    """Raise what asking would be refused for, but for quotas and references that are taken; nothing is written."""
    account = accounts.load_account(caller.account_id)
    before = cases.show_case(caller, asking.case_id) if asking.case_id is not None else None
    case = before or cases.new_case(caller, asking.new_case or cases.NewCase(), prefix="/case")
    _new_request(caller, account, case, asking)


@dataclass(frozen=True)
class Preview:
    """What an owner would get; `segments` is what the SMS would be billed as."""

    sms: str
    segments: int
    subject: str
    text: str


def preview_messages(caller: Caller, asking: Asking) -> Preview:
    """Return the messages that a request would send. Nothing is written or counted, and no address is needed.

    The link and the code are left out of the texts, since only a request has some that work; the number of segments
    counts a link of the usual length.
    """
    account = accounts.load_account(caller.account_id)
    case = cases.new_case(caller, cases.NewCase())
    if asking.case_id is not None:
        case = cases.show_case(caller, asking.case_id)
    request = _new_request(caller, account, case, replace(asking, channels=NOTHING_SENT, phone=None, email=None))
    sms, email = written(account, request)
    link = link_of(request)
    return Preview(
        sms=sms.text.replace(link.token, "…"),
        segments=sms.size.segments,
        subject=email.subject,
        text=email.text.replace(link.token, "…").replace(link.code, "…"),
    )


class _AskedAlready(DomainError):
    def __init__(self, request_id: str) -> None:
        super().__init__("")
        self.request_id = request_id


def _asked_already(raw: dict[str, Any] | None) -> DomainError:
    return _AskedAlready(locators.intended(raw or {}))


def _ask(caller: Caller, account: Account, asking: Asking) -> Shown:
    before = cases.show_case(caller, asking.case_id) if asking.case_id is not None else None
    case = before or cases.new_case(caller, asking.new_case or cases.NewCase(), prefix="/case")
    request = _new_request(caller, account, case, asking)
    tx = Transaction()
    if asking.once is not None:
        # first, so that a repetition is told from a reference that another case has
        locators.take_intention(
            tx,
            found=_found(request),
            digest=asking.once,
            otherwise=lambda raw: _AskedAlready(locators.intended(raw or {})),
        )
    owner = Owner(name=request.owner_name, phone=request.phone, email=request.email)
    waiting = cases.await_owner(case, caller=caller, owner=owner, request_id=request.id, until=request.expires_at)
    if before is not None:
        cases.save(tx, before, waiting)
    else:
        waiting = waiting.model_copy(update={"version": 1})
        cases.add_case(tx, waiting)
    cases.know(tx, caller, waiting)
    table.write_request(tx, request, replacing=None)
    count_asked(tx, request)
    link = _add_links(tx, request)
    asked_for = [category.code for category in request.categories]
    note(
        tx,
        request,
        "photo_request.created",
        actor=caller.actor,
        categories=asked_for,
        channels=list(request.channels),
    )
    publish(tx, request, "photo_request.created")
    messages = tuple(queue(tx, account, request, channel, kind="invitation") for channel in request.channels)
    tx.commit()
    return Shown(request=request, messages=messages, link=link)


def show_request(caller: Caller, request_id: str) -> Shown:
    """Return a request of the caller's account, with its messages."""
    found = locate_request(caller, request_id)
    request = table.get_request(caller.account_id, found.case_id, request_id)
    if request is None:
        raise NotFound(NO_REQUEST)
    return _shown(request)


def find_lacking(caller: Caller, request_id: str) -> tuple[PhotoRequest, tuple[str, ...]]:
    """Return a request and the codes of its categories that have too few photos or had one rejected."""
    found = locate_request(caller, request_id)
    request, uploads = table.read_request(caller.account_id, found.case_id, request_id)
    if request is None:
        raise NotFound(NO_REQUEST)
    rejected = {upload.category for upload in uploads if upload.status == UploadStatus.REJECTED}
    asked = (category.code for category in request.categories)
    return request, tuple(code for code in asked if code in rejected or code in request.missing)


def list_requests(caller: Caller, case_id: str) -> list[Shown]:
    """Return the requests of a case, oldest first."""
    case = cases.show_case(caller, case_id)
    messages = table.read_messages(case.account_id, case.id)
    return [
        Shown(request, tuple(each for each in messages if each.request_id == request.id), link_of(request))
        for request in table.read_requests(case.account_id, case.id)
    ]


def resend(caller: Caller, request_id: str, *, channels: tuple[Channel, ...] | None) -> Shown:
    """Send an open request's messages again, by its own channels or by others."""
    account = accounts.load_account(caller.account_id)

    def again() -> Shown:
        request = _open_request(caller, request_id)
        chosen = channels if channels is not None else request.channels
        if not chosen:
            raise Invalid([FieldError("/channels", N_("This request was sent by no channel. Name at least one."))])
        _reachable(account, chosen, phone=request.phone, email=request.email)
        tx = Transaction()
        for channel in chosen:
            queue(tx, account, request, channel, kind="invitation")
        note(tx, request, "photo_request.resent", actor=caller.actor, channels=list(chosen))
        tx.commit()
        return _shown(request)

    return retry_stale(again)


def revoke(caller: Caller, request_id: str) -> Shown:
    """End a request: its link stops working; photos that came stay in the case. Repeating is harmless."""

    def end() -> Shown:
        request = _request(caller, request_id)
        if request.status == RequestStatus.REVOKED:
            return _shown(request)
        if request.status not in OPEN:
            raise Conflict(N_("This request has ended already ({status})."), status=request.status)
        revoked = request.risen_to(RequestStatus.REVOKED, remind_at=None)
        tx = Transaction()
        table.write_request(tx, count_end(tx, revoked), replacing=request)
        case = cases.load_case(request.account_id, request.case_id)
        if case is not None:
            cases.save(tx, case, cases.await_no_more(case, request_id=request.id))
        note(tx, revoked, "photo_request.revoked", actor=caller.actor)
        publish(tx, revoked, "photo_request.revoked")
        tx.commit()
        return _shown(revoked)

    return retry_stale(end)


def extend(caller: Caller, request_id: str, *, days: int) -> Shown:
    """Give an owner more days, also when the request has just expired."""

    def prolong() -> Shown:
        request = _request(caller, request_id)
        if request.status not in (*OPEN, RequestStatus.EXPIRED):
            raise Conflict(N_("This request has ended already ({status})."), status=request.status)
        status = request.status if request.status in OPEN else _reopened(request)
        until = max(request.expires_at, now()) + timedelta(days=days)
        if until > now() + timedelta(days=60):
            raise Invalid([FieldError("/days", N_("A request can be open for 60 days from today at most."))])
        longer = request.model_copy(update={"status": status, "expires_at": until, "version": request.version + 1})
        tx = Transaction()
        table.write_request(tx, take_back_end(tx, request, longer), replacing=request)
        for digest in _digests(longer):
            locators.keep_link(tx, digest=digest, expires_at=until)
        case = cases.load_case(request.account_id, request.case_id)
        if case is not None:
            cases.save(tx, case, cases.await_until(case, request_id=request.id, until=until))
        note(tx, longer, "photo_request.extended", actor=caller.actor, days=days)
        tx.commit()
        return _shown(longer)

    return retry_stale(prolong)


def _reopened(request: PhotoRequest) -> RequestStatus:
    if sum(request.used.values()):
        return RequestStatus.IN_PROGRESS
    if request.opened_at is not None:
        return RequestStatus.OPENED
    return RequestStatus.SENT if request.sent_at is not None else RequestStatus.CREATED


def _request(caller: Caller, request_id: str) -> PhotoRequest:
    found = locate_request(caller, request_id)
    request = table.get_request(caller.account_id, found.case_id, request_id)
    if request is None:
        raise NotFound(NO_REQUEST)
    return request


def _open_request(caller: Caller, request_id: str) -> PhotoRequest:
    request = _request(caller, request_id)
    if not request.is_open(now()):
        raise Conflict(
            N_("This request has ended ({status}). Extend it or make a new one."), status=request.status_at(now())
        )
    return request


def _shown(request: PhotoRequest) -> Shown:
    messages = table.read_messages(request.account_id, request.case_id, request.id)
    return Shown(request=request, messages=tuple(messages), link=link_of(request))


def _new_request(caller: Caller, account: Account, case: Case, asking: Asking) -> PhotoRequest:
    template = account.template(asking.template) if asking.template else None
    if asking.template and template is None:
        known = ", ".join(each.code for each in account.templates) or "-"
        raise Invalid(
            [FieldError("/template", N_("The account has no such template; it has: {known}."), {"known": known})]
        )
    wanted = asking.categories if asking.categories is not None else (template.categories if template else None)
    phone, email = asking.phone or case.owner.phone, asking.email or case.owner.email
    if phone is not None:
        phone = parse_phone(
            phone, countries=account.sms.countries, pointer="/phone", allowed_only="sms" in asking.channels
        )
    _reachable(account, asking.channels, phone=phone, email=email)
    moment = now()
    return PhotoRequest(
        id=new_id("req"),
        account_id=account.id,
        case_id=case.id,
        language=_language(account, asking.language),
        comment=asking.comment or (template.comment if template else ""),
        categories=_categories(account, wanted),
        channels=asking.channels,
        owner_name=asking.owner_name or case.owner.name,
        phone=phone,
        email=email,
        created_at=moment,
        created_by=caller.actor,
        expires_at=moment + timedelta(days=asking.expires_in_days),
        remind_at=_remind_at(moment, asking),
    )


def _remind_at(moment: datetime, asking: Asking) -> datetime | None:
    if asking.remind_after_hours is None or not asking.channels:
        return None
    if asking.remind_after_hours >= asking.expires_in_days * 24:
        raise Invalid([FieldError("/remind_after_hours", N_("The reminder would come after the request has expired."))])
    return moment + timedelta(hours=asking.remind_after_hours)


def _language(account: Account, language: Language | None) -> Language:
    if language is not None and language not in account.languages:
        known = ", ".join(account.languages)
        raise Invalid([FieldError("/language", N_("The account speaks {known}."), {"known": known})])
    return language or account.language


def _reachable(account: Account, channels: Sequence[Channel], *, phone: str | None, email: str | None) -> None:
    errors = []
    if "sms" in channels and phone is None:
        errors.append(FieldError("/phone", N_("Needed to send an SMS. Give it here or in the case's owner.")))
    if "email" in channels and email is None:
        errors.append(FieldError("/email", N_("Needed to send an e-mail. Give it here or in the case's owner.")))
    if errors:
        raise Invalid(errors)
    if "sms" in channels and phone is not None:
        parse_phone(phone, countries=account.sms.countries, pointer="/phone", allowed_only=True)


def _categories(account: Account, wanted: Sequence[CategoryChoice] | Literal["all"] | None) -> tuple[Category, ...]:
    offered = {category.code: category for category in account.categories}
    if wanted == "all":
        return tuple(offered.values())
    if wanted is None:
        return tuple(category for category in offered.values() if category.by_default)
    errors, chosen = [], {}
    for place, choice in enumerate(wanted):
        pointer, category = f"/categories/{place}", offered.get(choice.code)
        if category is None:
            known = ", ".join(offered)
            errors.append(FieldError(pointer, N_("No such category; the account has: {known}."), {"known": known}))
        elif choice.code in chosen:
            errors.append(FieldError(pointer, N_("This category is named twice.")))
        else:
            chosen[choice.code] = _bounded(category, choice, pointer=pointer, errors=errors)
    if errors:
        raise Invalid(errors)
    return tuple(chosen.values())


def _bounded(category: Category, choice: CategoryChoice, *, pointer: str, errors: list[FieldError]) -> Category:
    least = choice.min if choice.min is not None else category.min
    most = choice.max if choice.max is not None else max(category.max, least)
    if most < least:
        errors.append(FieldError(f"{pointer}/max", N_("Must be {ge} or more."), {"ge": least}))
        return category
    return category.model_copy(update={"min": least, "max": most})


def _found(request: PhotoRequest) -> Found:
    return Found(account_id=request.account_id, case_id=request.case_id, request_id=request.id)


def _add_links(tx: Transaction, request: PhotoRequest) -> links.Link:
    found = _found(request)
    locators.add_locator(tx, account_id=request.account_id, identifier=request.id, found=found)
    for digest in _digests(request):
        # Two requests may derive the same 40-bit code; the next try is of another request id.
        locators.add_link(tx, digest=digest, found=found, expires_at=request.expires_at, otherwise=stale)
    return link_of(request)


def _digests(request: PhotoRequest) -> tuple[str, str]:
    """Return what the request's token and its typed code are stored as."""
    link = link_of(request)
    return str(links.token_digest(link.token)), str(links.code_digest(link_key(), link.code))
