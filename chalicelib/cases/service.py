"""Use cases of cases. Other features pass their transaction, so that what belongs together is written together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from itertools import islice
from typing import Any

from pydantic import BaseModel
from ulid import ULID

from chalicelib.accounts import service as accounts
from chalicelib.accounts.model import Account, Caller, Process, ProcessField
from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.cases import table
from chalicelib.cases.model import Case, CaseStatus, Loss, Owner, TimelineEntry, Vehicle, normalized
from chalicelib.clock import now, stamp
from chalicelib.errors import Conflict, DomainError, FieldError, Invalid, NotFound
from chalicelib.formats import pointer
from chalicelib.ids import new_id
from chalicelib.languages import N_
from chalicelib.notifications import service as notifications
from chalicelib.notifications.model import EventType
from chalicelib.phones import parse as parse_phone

MAX_FIELD_TEXT = 500
MAX_NUMBER_TEXT = 40
_NO_CASE = N_("There is no such case.")


@dataclass(frozen=True)
class CaseCollection:
    """A case, its timeline (oldest first) and what other features keep in it."""

    case: Case
    timeline: tuple[TimelineEntry, ...]
    others: tuple[BaseModel, ...]


@dataclass(frozen=True)
class Page[T]:
    """A page of a list; `position` is where the next one begins, None after the last."""

    items: Sequence[T]
    position: str | None


@dataclass(frozen=True, kw_only=True)
class NewCase:
    """What a caller says of a case that is to be opened."""

    reference: str | None = None
    process: str | None = None
    vehicle: Vehicle = field(default_factory=Vehicle)
    loss: Loss = field(default_factory=Loss)
    owner: Owner = field(default_factory=Owner)
    client_id: str | None = None
    policy_id: str | None = None


def open_case(caller: Caller, new: NewCase) -> Case:
    """Open a case; a reference that another case has is a Conflict that names that case."""
    tx = Transaction()
    case = new_case(caller, new)
    add_case(tx, case)
    tx.commit()
    return case


def new_case(caller: Caller, new: NewCase, *, prefix: str = "") -> Case:
    """Check what a caller says of a new case and return the case, not yet written."""
    account = accounts.load_account(caller.account_id)
    _known_process(account, new.process, at=f"{prefix}/process")
    moment = now()
    return Case(
        id=new_id("case"),
        account_id=caller.account_id,
        reference=new.reference,
        process=new.process,
        vehicle=new.vehicle,
        loss=new.loss,
        owner=_with_phone(account, new.owner, prefix=prefix),
        client_id=new.client_id,
        policy_id=new.policy_id,
        created_at=moment,
        created_by=caller.actor,
        changed_at=moment,
    )


def add_case(tx: Transaction, case: Case) -> None:
    """Write a new case, its reference and what tells of it."""
    table.write_case(tx, case, replacing=None, otherwise=stale)
    if case.reference is not None:
        table.take_reference(tx, case, otherwise=_reference_taken)
    note(tx, case, actor=case.created_by, type="case.created")
    _publish(tx, case, "case.created")


def show_case(caller: Caller, case_id: str) -> Case:
    """Return a case of the caller's account."""
    case = table.get_case(caller.account_id, case_id)
    if case is None:
        raise NotFound(_NO_CASE)
    return case


def load_case(account_id: str, case_id: str) -> Case | None:
    """Return a case by its ids, for use cases whose tenant comes from elsewhere than a caller."""
    return table.get_case(account_id, case_id)


def show_collection(caller: Caller, case_id: str) -> CaseCollection:
    """Return a case with everything in it, by one Query."""
    models = table.read_collection(caller.account_id, case_id)
    case = next((model for model in models if isinstance(model, Case)), None)
    if case is None:
        raise NotFound(_NO_CASE)
    timeline = tuple(model for model in models if isinstance(model, TimelineEntry))
    others = tuple(model for model in models if not isinstance(model, Case | TimelineEntry))
    return CaseCollection(case=case, timeline=timeline, others=others)


def list_cases(
    caller: Caller, *, status: CaseStatus | None, process: str | None, query: str | None, limit: int,
    position: str | None,
) -> Page[Case]:  # fmt: skip
    """Return cases newest change first; with a query, those with a term that begins with it, by term.

    With a query a page may have fewer cases than `limit`, or none, and still be followed by another.
    """
    if query is not None:
        return _search(caller, query, status=status, process=process, limit=limit, position=position)
    found = table.list_by_change(caller.account_id, status=status, process=process, before=position)
    page = list(islice(found, limit + 1))
    more = len(page) > limit
    return Page([case for _, case in page[:limit]], page[limit - 1][0] if more else None)


def _search(
    caller: Caller, query: str, *, status: CaseStatus | None, process: str | None, limit: int, position: str | None
) -> Page[Case]:
    terms = _read_as(query)
    if position is not None and not position.startswith(terms):
        raise Invalid([FieldError("?cursor", N_("Use next_cursor of the page before, or leave it out."))])
    found: list[Case] = []
    next_at = None
    for term in terms if position is None else [term for term in terms if position.startswith(term)]:
        found, next_at = table.find(caller.account_id, term, after=position, limit=limit)
        if found:
            break
    wanted = [case for case in found if (status is None or case.status == status) and (process in (None, case.process))]
    return Page(wanted, next_at)


def _read_as(query: str) -> tuple[str, ...]:
    """Return the terms that a query may mean, the likeliest first; none for one without letters and digits."""
    term = normalized(query)
    if term.isdigit() and term.startswith("8"):
        return term, "7" + term[1:]  # Russians write +7 as 8, which is not how numbers are kept
    return (term,) if term else ()


def list_due(*, limit: int) -> Iterator[BaseModel]:
    """Return what the sweep has to look at, of all accounts and whatever feature it belongs to, oldest first."""
    return table.list_due(stamp(now()), limit=limit)


def change_case(caller: Caller, case_id: str, *, changes: Mapping[str, Any]) -> Case:
    """Replace some of what is known of a case."""

    def change() -> Case:
        before = show_case(caller, case_id)
        after = _changed(before, changes)
        if after.owner.phone != before.owner.phone:
            account = accounts.load_account(caller.account_id)
            after = after.model_copy(update={"owner": _with_phone(account, after.owner)})
        tx = Transaction()
        if after.reference != before.reference:
            _move_reference(tx, before, after)
        save(tx, before, after)
        note(tx, after, actor=caller.actor, type="case.updated", fields=sorted(changes))
        _publish(tx, after, "case.updated")
        tx.commit()
        return after

    return retry_stale(change)


def convert_case(caller: Caller, case_id: str, *, process: str, fields: Mapping[str, Any]) -> Case:
    """Move a case into a process of the account, with the fields that the process asks for; its photos stay."""
    account = accounts.load_account(caller.account_id)
    target = _known_process(account, process, at="/process")
    if target is None:
        raise Invalid([FieldError("/process", N_("This field is required."))])
    checked = _checked_fields(target, fields)

    def convert() -> Case:
        before = show_case(caller, case_id)
        after = _touched(before, process=process, fields=checked, status=CaseStatus.CONVERTED)
        tx = Transaction()
        save(tx, before, after)
        note(tx, after, actor=caller.actor, type="case.converted", process=process, before=before.process)
        _publish(tx, after, "case.converted", process=process)
        tx.commit()
        return after

    return retry_stale(convert)


def await_owner(before: Case, *, owner: Owner) -> Case:
    """Return the case with a photo request on its way; what is new of the owner is kept."""
    known = before.owner.model_dump(exclude_none=True)
    merged = Owner.model_validate({**owner.model_dump(exclude_none=True), **known})
    return _touched(before, status=CaseStatus.WAITING, owner=merged)


def photos_complete(before: Case) -> Case:
    """Return the case with all the photos that were asked for."""
    status = CaseStatus.RECEIVED if before.status == CaseStatus.WAITING else before.status
    return _touched(before, status=status)


def photo_filed(before: Case, *, category: str) -> tuple[Case, int]:
    """Return the case with one more photo, and the photo's number in its category (numbers are never used again)."""
    number = before.filed.get(category, 0) + 1
    filed = {**before.filed, category: number}
    return _touched(before, filed=filed, attachments=before.attachments + 1), number


def photo_removed(before: Case) -> Case:
    """Return the case with one photo less."""
    return _touched(before, attachments=before.attachments - 1)


def save(tx: Transaction, before: Case, after: Case) -> None:
    """Write a changed case, in the caller's transaction; Stale if it is no longer as it was read."""
    table.write_case(tx, after, replacing=before, otherwise=stale)


def note(tx: Transaction, case: Case, *, actor: str, type: str, **data: object) -> None:  # noqa: A002
    """Add to a case's timeline."""
    note_in(tx, account_id=case.account_id, case_id=case.id, actor=actor, type=type, **data)


def note_in(tx: Transaction, *, account_id: str, case_id: str, actor: str, type: str, **data: object) -> None:  # noqa: A002
    """Add to the timeline of a case that is known by its id alone."""
    entry = TimelineEntry(id=str(ULID()), at=now(), actor=actor, type=type, data=data)
    table.append(tx, account_id=account_id, case_id=case_id, entry=entry)


def tell_updated(tx: Transaction, case: Case) -> None:
    """Tell back-ends that something in the case changed."""
    _publish(tx, case, "case.updated")


def _publish(tx: Transaction, case: Case, type: EventType, **data: object) -> None:  # noqa: A002
    notifications.publish(
        tx,
        account_id=case.account_id,
        type=type,
        version=case.version,
        data={"case_id": case.id, "reference": case.reference, **data},
    )


def _touched(case: Case, **changes: object) -> Case:
    return case.model_copy(update={**changes, "changed_at": now(), "version": case.version + 1})


def _changed(before: Case, changes: Mapping[str, Any]) -> Case:
    merged: dict[str, Any] = {}
    for name, value in changes.items():
        current = getattr(before, name)
        if isinstance(current, BaseModel) and isinstance(value, Mapping):
            merged[name] = type(current).model_validate({**current.model_dump(), **value})
        else:
            merged[name] = value
    return _touched(before, **merged)


def _known_process(account: Account, code: str | None, *, at: str) -> Process | None:
    if code is None:
        return None
    process = account.process(code)
    if process is None:
        known = ", ".join(each.code for each in account.processes) or "-"
        raise Invalid([FieldError(at, N_("The account has no such process; it has: {known}."), {"known": known})])
    return process


def _with_phone(account: Account, owner: Owner, *, prefix: str = "") -> Owner:
    if owner.phone is None:
        return owner
    phone = parse_phone(
        owner.phone, countries=account.sms.countries, pointer=f"{prefix}/owner/phone", allowed_only=False
    )
    return owner.model_copy(update={"phone": phone})


def _move_reference(tx: Transaction, before: Case, after: Case) -> None:
    if before.reference is not None:
        table.free_reference(tx, before)
    if after.reference is not None:
        table.take_reference(tx, after, otherwise=_reference_taken)


def _reference_taken(raw: dict[str, Any] | None) -> DomainError:
    holder = table.holder_of_reference(raw) if raw else None
    return Conflict(
        N_("Another case has this reference. Use that case, or another reference."), extra={"case_id": holder}
    )


def _checked_fields(process: Process, fields: Mapping[str, Any]) -> dict[str, Any]:
    errors: list[FieldError] = []
    checked: dict[str, Any] = {}
    known = {asked.code: asked for asked in process.fields}
    for code in sorted(fields.keys() - known.keys()):
        message = N_("The process {process} has no such field; it has: {known}.")
        named = {"process": process.code, "known": ", ".join(known) or "-"}
        errors.append(FieldError(pointer("fields", code), message, named))
    for asked in process.fields:
        value = fields.get(asked.code)
        if value is None or (isinstance(value, str) and not value.strip()):
            if asked.required:
                errors.append(FieldError(f"/fields/{asked.code}", N_("This field is required.")))
        else:
            _check_field(asked, value, checked, errors)
    if errors:
        raise Invalid(errors)
    return checked


_EXPECTED = {
    "text": N_("Must be a text of at most 500 characters."),
    "date": N_("Must be a date such as 2026-01-31."),
    "number": N_("Must be a number."),
}


def _check_field(asked: ProcessField, value: object, checked: dict[str, Any], errors: list[FieldError]) -> None:
    try:
        checked[asked.code] = _READERS[asked.type](value)
    except (ValueError, TypeError, InvalidOperation):
        errors.append(FieldError(f"/fields/{asked.code}", _EXPECTED[asked.type]))


def _read_text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_FIELD_TEXT:
        raise ValueError
    return value.strip()


def _read_date(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError
    return datetime.fromisoformat(value.strip()).date().isoformat()


def _read_number(value: object) -> str:
    if isinstance(value, bool) or len(str(value)) > MAX_NUMBER_TEXT:
        raise TypeError
    number = Decimal(str(value).strip())
    if not number.is_finite():
        raise ValueError
    return str(number)


_READERS = {"text": _read_text, "date": _read_date, "number": _read_number}
