"""Use cases of staff and back-ends with a photo request that was made: send it again, extend it, revoke it."""

from datetime import datetime, timedelta

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import OPEN_REQUESTS
from chalicelib.features.photos import table
from chalicelib.features.photos.model import OPEN, PhotoRequest, RequestStatus
from chalicelib.features.photos.service.access import Shown, digests_of, found_of, free_code
from chalicelib.features.photos.service.figures import count_end, subtract_end
from chalicelib.features.photos.service.messages import queue
from chalicelib.features.photos.service.new_requests import require_reachable
from chalicelib.features.photos.service.recording import note, publish
from chalicelib.features.photos.service.requesting import TOO_MANY_OPEN, demand_addresses_open
from chalicelib.features.photos.service.showing import find_request, shown
from chalicelib.features.photos.table import locators
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account


def resend(caller: Caller, request_id: str, *, channels: tuple[Channel, ...] | None) -> Shown:
    """Send an open request's messages again, by its own channels or by others."""
    account = accounts.load_account(caller.account_id)

    def again() -> Shown:
        request = _open_request(caller, request_id)
        chosen = _channels(account, request, channels)
        tx = Transaction()
        demand_addresses_open(tx, request, chosen)
        for channel in chosen:
            queue(tx, account, request, channel, kind="invitation")
        note(tx, request, "photo_request.resent", actor=caller.actor, channels=list(chosen))
        tx.commit()
        return shown(request)

    return retry_stale(again)


def check_resending(caller: Caller, request_id: str, *, channels: tuple[Channel, ...] | None) -> None:
    """Raise Invalid with the objections to sending a request again; nothing is written."""
    _channels(accounts.load_account(caller.account_id), _open_request(caller, request_id), channels)


def _channels(account: Account, request: PhotoRequest, channels: tuple[Channel, ...] | None) -> tuple[Channel, ...]:
    chosen = channels if channels is not None else request.channels
    if not chosen:
        message = N_("This request was sent by no channel. Name at least one.")
        raise Invalid([FieldError("/channels", message, follows=("/channels/*",))])
    require_reachable(account, chosen, phone=request.phone, email=request.email)
    return chosen


def revoke(caller: Caller, request_id: str) -> Shown:
    """Withdraw a request, also one that has ended. Its link and code stop working; photos that came stay in the case.

    Photos that arrive from now on are not filed. Repeating is harmless.
    """

    def end() -> Shown:
        request = find_request(caller, request_id)
        if request.status == RequestStatus.REVOKED:
            return shown(request)
        revoked = request.risen_to(RequestStatus.REVOKED, remind_at=None)
        tx = Transaction()
        if request.status in OPEN:  # else it was counted, and its code freed, when it ended
            revoked = count_end(tx, revoked)
            free_code(tx, request)
        table.write_request(tx, revoked, replacing=request)
        case = cases.load_case(request.account_id, request.case_id)
        if case is not None:
            cases.save(tx, case, cases.await_no_more(case, request_id=request.id))
        note(tx, revoked, "photo_request.revoked", actor=caller.actor)
        publish(tx, revoked, "photo_request.revoked")
        tx.commit()
        return shown(revoked)

    return retry_stale(end)


def extend(caller: Caller, request_id: str, *, days: int) -> Shown:
    """Extend an owner's time, also when the request has just expired."""

    def prolong() -> Shown:
        request = _extensible(caller, request_id)
        status = request.status if request.status in OPEN else _reopened(request)
        until = _end(request, days)
        longer = request.model_copy(update={"status": status, "expires_at": until, "version": request.version + 1})
        tx = Transaction()
        table.write_request(tx, subtract_end(tx, request, longer), replacing=request)
        for digest in digests_of(longer):
            locators.renew_link(tx, digest=digest, found=found_of(longer), expires_at=until, otherwise=stale)
        case = cases.load_case(request.account_id, request.case_id)
        if case is not None:
            if not case.has_room(now(), request_id=request.id):
                raise Conflict(TOO_MANY_OPEN, count=OPEN_REQUESTS)
            cases.save(tx, case, cases.await_until(case, request_id=request.id, until=until))
        note(tx, longer, "photo_request.extended", actor=caller.actor, days=days)
        tx.commit()
        return shown(longer)

    return retry_stale(prolong)


def check_extending(caller: Caller, request_id: str, *, days: int | None) -> None:
    """Raise Invalid if an owner can't get so many more days; nothing is written."""
    request = _extensible(caller, request_id)
    if days is not None:
        _end(request, days)


def _extensible(caller: Caller, request_id: str) -> PhotoRequest:
    request = find_request(caller, request_id)
    if request.status not in (*OPEN, RequestStatus.EXPIRED):
        raise Conflict(N_("This request has ended already ({status})."), status=request.status)
    return request


def _end(request: PhotoRequest, days: int) -> datetime:
    until = max(request.expires_at, now()) + timedelta(days=days)
    if until > now() + timedelta(days=60):
        raise Invalid([FieldError("/days", N_("A request can be open for 60 days from today at most."))])
    return until


def _reopened(request: PhotoRequest) -> RequestStatus:
    if sum(request.used.values()):
        return RequestStatus.IN_PROGRESS
    if request.opened_at is not None:
        return RequestStatus.OPENED
    return RequestStatus.SENT if request.sent_at is not None else RequestStatus.CREATED


def _open_request(caller: Caller, request_id: str) -> PhotoRequest:
    request = find_request(caller, request_id)
    if not request.is_open(now()):
        raise Conflict(
            N_("This request has ended ({status}). Extend it or make a new one."), status=request.status_at(now())
        )
    return request
