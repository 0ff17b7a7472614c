"""Use cases of staff and back-ends: ask an owner for photos, and show the request."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError, FieldError, Findings, Invalid
from chalicelib.base.languages import N_, Language
from chalicelib.features.cases import client_use, naming
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import OPEN_REQUESTS, Case, Owner
from chalicelib.features.cases.naming import Named
from chalicelib.features.photos import links, table
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.retakes import noted_again
from chalicelib.features.photos.service.access import Shown, digests_of, found_of, link_of
from chalicelib.features.photos.service.figures import count_asked
from chalicelib.features.photos.service.messages import queue, written
from chalicelib.features.photos.service.new_requests import NOTHING_SENT, Asking, new_request
from chalicelib.features.photos.service.recording import note, publish
from chalicelib.features.photos.service.retaking import as_before, find_retaken
from chalicelib.features.photos.service.showing import show_request
from chalicelib.features.photos.table import client_requests, locators
from chalicelib.identity.model import Caller
from chalicelib.messaging.suppressions import demand_open
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: Adds to the transaction of a request.
Also = Callable[[Transaction, Case], None]
TOO_MANY_OPEN = N_("This case has {count} open requests, and can't have more. Revoke some, or wait until they end.")


def ask_for_photos(caller: Caller, asking: Asking, *, also: Also | None = None) -> Shown:
    """Make a photo request, in a new or an existing case, and queue its messages: one transaction.

    `also` adds to the transaction, given the case as it is written.
    """
    account = accounts.load_account(caller.account_id)
    try:
        return retry_stale(lambda: _ask(caller, account, asking, also))
    except _AskedAlready as repeated:
        return show_request(caller, repeated.request_id)
    except Invalid:
        request_id = _made_already(caller, asking)
        if request_id is None:
            raise
        return show_request(caller, request_id)


def check_asking(caller: Caller, asking: Asking) -> None:
    """Raise the objections to an asking, but for quotas and references that are taken; nothing is written."""
    account = accounts.load_account(caller.account_id)
    before = _case_before(caller, asking)
    try:
        _checked(caller, account, before, asking)
    except Invalid:
        if _made_already(caller, asking) is None:
            raise


def _made_already(caller: Caller, asking: Asking) -> str | None:
    """Return the id of an earlier request of the same intention; changes since then may refuse it now."""
    return locators.find_by_intention(caller.account_id, asking.once) if asking.once is not None else None


def _case_before(caller: Caller, asking: Asking) -> Case | None:
    """Return the case to ask in, None for a new one; of both, which is refused, none is looked for."""
    if asking.case_id is None or asking.new_case is not None:
        return None
    return cases.show_case(caller, asking.case_id)


def _checked(caller: Caller, account: Account, before: Case | None, asking: Asking) -> tuple[Case, PhotoRequest]:
    """Return the case and the request that asking makes, not yet written. Raises Invalid with everything wrong."""
    found = Findings()
    if asking.case_id is not None and asking.new_case is not None:
        found.add([FieldError("/case", N_("Give case_id or case, not both."))])
    if before is not None and not before.has_room(now()):
        found.add([FieldError("/case_id", TOO_MANY_OPEN, {"count": OPEN_REQUESTS})])
    new = asking.new_case or cases.NewCase()
    named = _named(caller, before, new, found=found)
    case = before or cases.new_case(caller, new, named=named, prefix="/case", found=found)
    retaken = find_retaken(account, before, asking, found=found)
    asking = as_before(account, asking, retaken)
    request = new_request(caller, account, case, asking, found=found, retaken=retaken, client=named.client)
    found.demand_none()
    return case, request


def _named(caller: Caller, before: Case | None, new: cases.NewCase, *, found: Findings) -> Named:
    """Return client and policy of the case to ask in. `found` collects the errors of a new case's."""
    if before is not None:
        return Named(client=client_use.find_seen(caller, before.client_id))
    return naming.named(caller, new, found=found, prefix="/case")


class Preview(NamedTuple):
    """A preview of messages to an owner in their language; `segments`: those that the SMS is billed as."""

    language: Language
    sms: str
    segments: int
    subject: str
    text: str


def preview_messages(caller: Caller, asking: Asking) -> Preview:
    """Return the messages that a request would send. Nothing is written or counted, and no address is needed.

    The link and the code are left out of the texts, since only a request has some that work. The number of segments
    counts a link of the usual length.
    """
    account = accounts.load_account(caller.account_id)
    before = _case_before(caller, asking)
    unsent = asking._replace(new_case=None, channels=NOTHING_SENT, channels_as_before=False, phone=None, email=None)
    _, request = _checked(caller, account, before, unsent)
    sms, email = written(account, request)
    link = link_of(request)
    return Preview(
        language=request.language,
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
    return _AskedAlready(locators.request_of_intention(raw or {}))


def _ask(caller: Caller, account: Account, asking: Asking, also: Also | None) -> Shown:
    before = _case_before(caller, asking)
    case, request = _checked(caller, account, before, asking)
    tx = Transaction()
    if asking.once is not None:
        # first, so that a repetition is told from a reference that another case has
        locators.insert_intention(
            tx,
            found=found_of(request),
            digest=asking.once,
            otherwise=_asked_already,
        )
    named = Owner(name=request.owner_name, phone=request.phone, email=request.email)
    owner = Owner() if request.of_holder else named
    waiting = cases.await_owner(case, caller=caller, owner=owner, request_id=request.id, until=request.expires_at)
    if before is not None:
        cases.save(tx, before, waiting)
    else:
        waiting = waiting.model_copy(update={"version": 1})
        cases.add_case(tx, waiting, prefix="/case")
    cases.mark_seen_by(tx, caller, waiting)
    if also is not None:
        also(tx, waiting)
    table.write_request(tx, request, replacing=None)
    client_requests.add(tx, request, client_id=waiting.client_id)
    count_asked(tx, request)
    link = _add_links(tx, request)
    demand_addresses_open(tx, request, request.channels)
    asked_for = [category.code for category in request.categories]
    note(
        tx,
        request,
        "photo_request.created",
        actor=caller.actor,
        categories=asked_for,
        channels=list(request.channels),
        **noted_again(request.again),
    )
    publish(tx, request, "photo_request.created", reference=waiting.reference)
    messages = tuple(queue(tx, account, request, channel, kind="invitation") for channel in request.channels)
    tx.commit()
    return Shown(request=request, messages=messages, link=link)


def demand_addresses_open(tx: Transaction, request: PhotoRequest, channels: Sequence[Channel]) -> None:
    """Fail the transaction, at the field, if one of these channels leads to an address that the account blocks."""
    for channel in channels:
        address = str(request.phone if channel == "sms" else request.email)
        demand_open(tx, account_id=request.account_id, channel=channel, address=address)


def _add_links(tx: Transaction, request: PhotoRequest) -> links.Link:
    found = found_of(request)
    locators.add_locator(tx, account_id=request.account_id, identifier=request.id, found=found)
    for digest in digests_of(request):
        # Two requests may derive the same code; the next try is of another request id.
        locators.add_link(tx, digest=digest, found=found, expires_at=request.expires_at, otherwise=stale)
    return link_of(request)
