"""Notes on a photo request: for people in the case's timeline, for back-ends by events."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import TimelineEntry
from chalicelib.features.cases.news import tell_staff
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.principals import LinkOwner
from chalicelib.identity.principals import System, actor_of
from chalicelib.outbox import service as notifications

#: Actors in a timeline other than callers of the API.
OWNER = actor_of(LinkOwner())
SYSTEM = actor_of(System())


def note(tx: Transaction, request: PhotoRequest, type: str, *, actor: str, **data: object) -> TimelineEntry:  # noqa: A002
    """Add to the timeline of the request's case; `data` holds ids, codes and counts."""
    return cases.note_in(
        tx,
        account_id=request.account_id,
        case_id=request.case_id,
        actor=actor,
        type=type,
        request_id=request.id,
        **data,
    )


def note_as_news(tx: Transaction, request: PhotoRequest, type: str, *, actor: str, **data: object) -> None:  # noqa: A002
    """Add an entry to the timeline of the request's case of which its staff are told by e-mail."""
    entry = note(tx, request, type, actor=actor, **data)
    tell_staff(tx, account_id=request.account_id, case_id=request.case_id, entry=entry)


def publish(tx: Transaction, request: PhotoRequest, type: str, **data: object) -> None:  # noqa: A002
    """Record an event of the request, with its state and version."""
    ids = {"request_id": request.id, "case_id": request.case_id, "status": request.status}
    notifications.publish(tx, account_id=request.account_id, type=type, version=request.version, data={**ids, **data})
