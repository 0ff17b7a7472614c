"""The valid part of a case's news, from its timeline, its requests and their messages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, NamedTuple

from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.features.cases.model import Case, TimelineEntry
from chalicelib.features.photos import table
from chalicelib.features.photos.model import PhotoRequest, RequestStatus
from chalicelib.identity.principals import StaffMember, actor_of
from chalicelib.messaging.model import MessageStatus

Kind = Literal["completed", "undelivered", "expired", "rejected", "handed_over"]

#: By type of timeline entry, its meaning to staff.
_KINDS: Mapping[str, Kind] = {
    "photo_request.completed": "completed",
    "message.failed": "undelivered",
    "photo_request.expired": "expired",
    "photo.rejected": "rejected",
    "case.handed_over": "handed_over",
}
#: The state of a request in which its news is true.
_STATES: Mapping[Kind, RequestStatus] = {
    "completed": RequestStatus.COMPLETED,
    "undelivered": RequestStatus.UNDELIVERED,
    "expired": RequestStatus.EXPIRED,
}


class Fact(NamedTuple):
    """One piece of news: an entry of the timeline that is still true. `failures`: why messages did not arrive."""

    kind: Kind
    entry: TimelineEntry
    request: PhotoRequest | None = None
    failures: tuple[tuple[Channel, str], ...] = ()


def read_facts(case: Case, entries: Iterable[TimelineEntry]) -> tuple[Fact, ...]:
    """Return the valid facts of these entries, oldest first; of equal facts about a request, the latest."""
    requests: dict[str, PhotoRequest | None] = {}
    facts: dict[object, Fact] = {}
    for entry in entries:
        fact = _fact(case, entry, requests)
        if fact is not None:
            key = entry.id if fact.kind == "rejected" else (fact.kind, entry.data.get("request_id"))
            facts.pop(key, None)
            facts[key] = fact
    return tuple(facts.values())


def concerning(facts: Sequence[Fact], user_id: str) -> tuple[Fact, ...]:
    """Return the facts for a person: none of their own actions, and only those hand-overs that are to them."""
    me = actor_of(StaffMember(user_id))
    return tuple(
        fact
        for fact in facts
        if fact.entry.actor != me and (fact.kind != "handed_over" or fact.entry.data.get("to") == me)
    )


def _fact(case: Case, entry: TimelineEntry, requests: dict[str, PhotoRequest | None]) -> Fact | None:
    kind = _KINDS.get(entry.type)
    if kind is None:
        return None
    if kind == "handed_over":
        return Fact(kind=kind, entry=entry) if entry.data.get("to") == case.handler else None
    request = _request(case, str(entry.data.get("request_id")), requests)
    if request is None or not _is_true(kind, request):
        return None
    return Fact(kind=kind, entry=entry, request=request, failures=_failures(request) if kind == "undelivered" else ())


def _request(case: Case, request_id: str, known: dict[str, PhotoRequest | None]) -> PhotoRequest | None:
    if request_id not in known:
        known[request_id] = table.get_request(case.account_id, case.id, request_id)
    return known[request_id]


def _is_true(kind: Kind, request: PhotoRequest) -> bool:
    status = request.status_at(now())
    return status is not RequestStatus.REVOKED if kind == "rejected" else status is _STATES[kind]


def _failures(request: PhotoRequest) -> tuple[tuple[Channel, str], ...]:
    """Return by channel why the latest message did not arrive."""
    messages = sorted(
        table.read_messages(request.account_id, request.case_id, request.id), key=lambda one: one.queued_at
    )
    latest = {each.channel: each for each in messages if each.status is MessageStatus.FAILED}
    return tuple((channel, each.reason or "") for channel, each in latest.items())
