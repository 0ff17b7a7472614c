"""Clients as answers of the API show them: viewers see phone and e-mail masked, nobody a document's number."""

from collections.abc import Callable, Iterable, Mapping

from chalicelib.features.clients.ages import is_stale
from chalicelib.features.clients.bases import sees_contacts, view_of
from chalicelib.features.clients.documents import masked, masked_email, masked_phone
from chalicelib.features.clients.model import HOUSE, REBOUND, Change, Client, Known
from chalicelib.features.clients.schemas import BlockedView, ClientView, DocumentView, MoveView, PhoneView
from chalicelib.identity.model import Caller

#: By field of a history: its mask.
_MASKS: Mapping[str, Callable[[str], str]] = {"phone": masked_phone, "email": masked_email}
_PLAIN = (
    "surname",
    "given_name",
    "patronymic",
    "no_patronymic",
    "birth_date",
    "name",
    "tax_country",
    "tax_number",
    "contact",
    "help_email",
    "language",
    "comment",
)


def client_view(caller: Caller, known: Known, *, warnings: Iterable[str] = ()) -> ClientView:
    """Return a client as an answer shows it to the caller."""
    client, facts = known.client, known.client.facts
    plain = {name: getattr(facts, name) for name in _PLAIN}
    return ClientView(
        id=client.id,
        kind=facts.kind,
        agent_id=client.agent_id,
        standing=known.standing,
        bound_since=known.bound_since,
        **plain,
        document=_document(client),
        email=facts.email if sees_contacts(caller) else facts.email and masked_email(facts.email),
        phone=phone_view(caller, client),
        contested_at=client.contested_at,
        blocked=_blocked(client),
        warnings=list(warnings),
        created_at=client.created_at,
        changed_at=client.changed_at,
        version=client.version,
    )


def fields_for(caller: Caller, change: Change) -> dict[str, tuple[str | None, str | None]]:
    """Return the fields of a change; phones and e-mails masked for those who may not see them whole."""
    if sees_contacts(caller):
        return change.fields
    return {name: (_hidden(name, before), _hidden(name, after)) for name, (before, after) in change.fields.items()}


def move_view(caller: Caller, change: Change) -> MoveView | None:
    """Return a move to another base, for a caller who sees all bases; None of other changes."""
    if change.type != REBOUND or not change.data or view_of(caller).base is not None:
        return None
    former, present = (change.data.get(each) for each in ("former", "present"))
    return MoveView(
        former_agent_id=None if former == HOUSE else former,
        agent_id=None if present == HOUSE else present,
        reason=change.data.get("reason", ""),
    )


def _hidden(name: str, value: str | None) -> str | None:
    mask = _MASKS.get(name)
    return mask(value) if mask and value else value


def _blocked(client: Client) -> BlockedView | None:
    blocked = client.blocked
    return BlockedView(at=blocked.at, until=blocked.until, law=blocked.law) if blocked else None


def _document(client: Client) -> DocumentView | None:
    document = client.facts.document
    if document is None:
        return None
    return DocumentView(kind=document.kind, masked=masked(document), issued_on=document.issued_on)


def phone_view(caller: Caller, client: Client) -> PhoneView | None:
    """Return a client's phone as an answer shows it to the caller; None without one."""
    number = client.facts.phone
    if number is None:
        return None
    return PhoneView(
        number=number if sees_contacts(caller) else masked_phone(number),
        confirmed_at=client.phone_confirmed_at,
        stale=is_stale(client),
    )
