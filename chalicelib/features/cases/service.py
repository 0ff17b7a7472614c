"""Use cases of cases. Other features pass their transaction, so that dependent changes are written together."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import BaseModel

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, DomainError, FieldError, Findings, Invalid, NotFound
from chalicelib.base.ids import new_id, new_ulid
from chalicelib.base.installed import case_changed, case_converted
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.features.cases import client_use, naming, patching, policy_use, table
from chalicelib.features.cases.changes import touched as _touched
from chalicelib.features.cases.model import (
    EXPIRING,
    Case,
    CaseStatus,
    Counted,
    Loss,
    Owner,
    TimelineEntry,
    Vehicle,
    Wanted,
)
from chalicelib.features.cases.naming import Named
from chalicelib.features.cases.rules import checked_fields, known_process, owner_phone, with_phone
from chalicelib.features.cases.searching import search
from chalicelib.identity.model import Caller, Scope
from chalicelib.identity.powers import may
from chalicelib.outbox import service as notifications
from chalicelib.tenancy import service as accounts

_CONVERTED_AT_ONCE = 100
_NO_CASE = N_("There is no such case.")


class CaseCollection(NamedTuple):
    """A case, its timeline (oldest first) and the rows of other features in it."""

    case: Case
    timeline: tuple[TimelineEntry, ...]
    others: tuple[BaseModel, ...]


class Page[T](NamedTuple):
    """A page of a list; `position` is where the next one begins, None after the last."""

    items: Sequence[T]
    position: str | None


class NewCase(NamedTuple):
    """A caller's data for a case that is to be opened."""

    reference: str | None = None
    process: str | None = None
    vehicle: Vehicle = Vehicle.model_construct()
    loss: Loss = Loss.model_construct()
    owner: Owner = Owner.model_construct()
    client_id: str | None = None
    policy_id: str | None = None


def open_case(caller: Caller, new: NewCase) -> Case:
    """Open a case. Raises Conflict, with the case's id, if another one has the reference."""
    tx, found = Transaction(), Findings()
    case = _new_case(caller, new, found=found)
    found.demand_none()
    add_case(tx, case)
    mark_seen_by(tx, caller, case)
    tx.commit()
    return case


def check_new_case(caller: Caller, new: NewCase) -> None:
    """Raise Invalid with everything that opening the case would be refused for; nothing is written."""
    found = Findings()
    _new_case(caller, new, found=found)
    found.demand_none()


def _new_case(caller: Caller, new: NewCase, *, found: Findings) -> Case:
    return new_case(caller, new, named=naming.named(caller, new, found=found), found=found)


def new_case(caller: Caller, new: NewCase, *, named: Named, found: Findings, prefix: str = "") -> Case:
    """Return a new case of a caller's data, not yet written. `found` collects the errors.

    `named`: the client and the policy that the data name. They give facts that the data lack.
    """
    account = accounts.load_account(caller.account_id)
    with found:
        known_process(account, new.process, at=f"{prefix}/process")
    owner = found.attempt(lambda: with_phone(account, new.owner, prefix=prefix), otherwise=new.owner)
    moment = now()
    case = Case(
        id=new_id("case"),
        account_id=caller.account_id,
        reference=new.reference,
        process=new.process,
        vehicle=new.vehicle,
        loss=new.loss,
        owner=owner,
        client_id=new.client_id,
        policy_id=new.policy_id,
        handler=_person(caller),
        created_at=moment,
        created_by=caller.actor,
        changed_at=moment,
    )
    return naming.filled_new(account, case, named)


def add_case(tx: Transaction, case: Case, *, prefix: str = "") -> None:
    """Write a new case, its reference, its places among the cases of its client and policy, and its event."""
    table.write_case(tx, case, replacing=None, otherwise=stale)
    client_use.move(tx, None, case, otherwise=client_use.unusable_at(prefix))
    policy_use.move(tx, None, case)
    if case.reference is not None:
        table.insert_reference(tx, case, otherwise=_reference_taken)
    note(tx, case, actor=case.created_by, type="case.created")
    publish(tx, case, "case.created")


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
    caller: Caller,
    *,
    status: CaseStatus | None,
    process: str | None,
    query: str | None,
    limit: int,
    position: str | None,
    mine: bool = False,
    expiring: bool = False,
    to_review: bool = False,
) -> Page[Case]:
    """Return cases newest change first; with a query, those that terms.py finds by it, by term.

    `mine`: those that the caller handles. `expiring`: those whose owner has EXPIRING left at most, or ran out of time;
    soonest first. `to_review`: those with photos to review, the longest waiting first. A page may
    have fewer cases than `limit`, or none, and still be followed by another.
    """
    wanted = Wanted(
        status=status,
        process=process,
        handler=caller.actor if mine else None,
        ends_before=now() + EXPIRING if expiring else None,
        to_review=to_review,
    )
    if query is not None:
        return Page(*search(caller.account_id, query, wanted, limit=limit, position=position))
    return Page(*table.list_cases(caller.account_id, wanted, after=position, limit=limit))


def list_of_client(caller: Caller, client_id: str, *, limit: int, position: str | None) -> Page[Case]:
    """Return a client's cases, newest first: one Query and one BatchGetItem. The caller sees to the client."""
    return Page(*table.list_cases_of(caller.account_id, client_id, after=position, limit=limit))


def list_of_policy(caller: Caller, policy_id: str, *, limit: int, position: str | None) -> Page[Case]:
    """Return a policy's cases, newest first: one Query and one BatchGetItem. The caller sees to the policy."""
    return Page(*table.list_cases_of_policy(caller.account_id, policy_id, after=position, limit=limit))


def find_cases(caller: Caller, case_ids: Sequence[str]) -> list[Case]:
    """Return those of some cases that the caller's account has, in any order."""
    return list(table.get_cases(caller.account_id, case_ids).values())


def count_cases(caller: Caller) -> Counted:
    """Return the number of cases of each status, and with photos to review, in the caller's account."""
    return table.count_cases(caller.account_id)


def mark_seen(caller: Caller, case: Case) -> None:
    """Mark the case as seen by the caller as it is; if the mark can't be written, it stays unread."""
    if caller.user_id is None:
        return
    try:
        table.mark_seen(case, user_id=caller.user_id)
    except Exception as error:  # a page must not fail for this
        log("warning", "mark not written", case_id=case.id, error=type(error).__name__)


def mark_seen_by(tx: Transaction, caller: Caller, case: Case) -> None:
    """Remember that the caller knows the case as it is written here, since it is the caller's own doing."""
    if caller.user_id is not None:
        table.see_case(tx, case, user_id=caller.user_id)


def list_with_photos(account_id: str) -> Iterator[str]:
    """Return the ids of an account's cases that hold photos."""
    return table.list_with_photos(account_id)


def list_converted(account_id: str) -> Iterator[str]:
    """Yield the ids of an account's converted cases, a page at a time."""
    wanted, after = Wanted(status=CaseStatus.CONVERTED), None
    while True:
        found, after = table.list_cases(account_id, wanted, after=after, limit=_CONVERTED_AT_ONCE)
        yield from (case.id for case in found)
        if after is None:
            return


def change_case(caller: Caller, case_id: str, *, changes: Mapping[str, Any]) -> Case:
    """Replace some known facts of a case."""

    def change() -> Case:
        before, found = show_case(caller, case_id), Findings()
        named = naming.newly_named(caller, before, changes, found=found)
        read = found.attempt(lambda: patching.with_read_phone(caller, before, changes), otherwise=changes)
        found.demand_none()
        account, tx = accounts.load_account(caller.account_id), Transaction()
        after = naming.filled_anew(account, patching.changed(before, read), changes, named)
        if after.reference != before.reference:
            _move_reference(tx, before, after)
        save(tx, before, after)
        client_use.move(tx, before, after, otherwise=client_use.unusable_at())
        policy_use.move(tx, before, after)
        note(tx, after, actor=caller.actor, type="case.updated", fields=sorted(changes))
        publish(tx, after, "case.updated")
        for follow in case_changed():
            follow(tx, caller, before, after)
        tx.commit()
        return after

    return retry_stale(change)


def check_changes(caller: Caller, case_id: str, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with everything that changing a case so would be refused for; nothing is written."""
    found, owner = Findings(), changes.get("owner") or {}
    with found:
        if owner.get("phone") is not None:
            owner_phone(accounts.load_account(caller.account_id), owner["phone"])
    if changes.get("client_id") is not None or changes.get("policy_id") is not None:
        naming.newly_named(caller, show_case(caller, case_id), changes, found=found)
    found.demand_none()


def check_conversion(caller: Caller, *, process: str | None, fields: Mapping[str, Any]) -> None:
    """Raise Invalid with everything that the conversion would be refused for; nothing is written."""
    target = known_process(accounts.load_account(caller.account_id), process, at="/process")
    if target is not None:
        checked_fields(target, fields)


def convert_case(caller: Caller, case_id: str, *, process: str, fields: Mapping[str, Any]) -> Case:
    """Move a case into a process of the account, with the fields that the process asks for; its photos stay.

    Features take part in the same transaction. Raises Conflict if one of them can't follow.
    """
    account = accounts.load_account(caller.account_id)
    target = known_process(account, process, at="/process")
    if target is None:
        raise Invalid([FieldError("/process", N_("This field is required."))])
    checked = checked_fields(target, fields)

    def convert() -> Case:
        before = show_case(caller, case_id)
        after = _touched(before, process=process, fields=checked, status=CaseStatus.CONVERTED)
        tx = Transaction()
        save(tx, before, after)
        note(tx, after, actor=caller.actor, type="case.converted", process=process, before=before.process)
        publish(tx, after, "case.converted", process=process)
        for follow in case_converted():
            follow(tx, caller, before, after)
        tx.commit()
        return after

    return retry_stale(convert)


def handled_by(before: Case, *, handler: str | None) -> Case:
    """Return the case with another handler."""
    return _touched(before, handler=handler)


def await_owner(before: Case, *, caller: Caller, owner: Owner, request_id: str, until: datetime) -> Case:
    """Return the case with a photo request on its way. New facts of the owner are added, expired requests dropped."""
    known = before.owner.model_dump(exclude_none=True)
    merged = Owner.model_validate({**owner.model_dump(exclude_none=True), **known})
    waits = {each: end for each, end in before.waits.items() if end > now()} | {request_id: until}
    handler = before.handler or _person(caller)
    return _touched(before, status=CaseStatus.WAITING, owner=merged, waits=waits, handler=handler)


def await_until(before: Case, *, request_id: str, until: datetime) -> Case:
    """Return the case with another end of one of its photo requests, or with an end that has come."""
    return _touched(before, waits={**before.waits, request_id: until})


def await_no_more(before: Case, *, request_id: str) -> Case:
    """Return the case without a photo request that was withdrawn."""
    return _touched(before, waits=_without(before.waits, request_id))


def photos_complete(before: Case, *, request_id: str) -> Case:
    """Return the case with all the photos that were asked for by a request."""
    status = CaseStatus.RECEIVED if before.status == CaseStatus.WAITING else before.status
    return _touched(before, status=status, waits=_without(before.waits, request_id))


def save(tx: Transaction, before: Case, after: Case) -> None:
    """Write a changed case, in the caller's transaction; Stale if it is no longer as it was read."""
    table.write_case(tx, after, replacing=before, otherwise=stale)


def note(tx: Transaction, case: Case, *, actor: str, type: str, **data: object) -> TimelineEntry:  # noqa: A002
    """Add to a case's timeline."""
    return note_in(tx, account_id=case.account_id, case_id=case.id, actor=actor, type=type, **data)


def note_in(
    tx: Transaction,
    *,
    account_id: str,
    case_id: str,
    actor: str,
    type: str,  # noqa: A002 - the field's name
    **data: object,
) -> TimelineEntry:
    """Add to the timeline of a case that is known by its id alone."""
    entry = TimelineEntry(id=new_ulid(), at=now(), actor=actor, type=type, data=data)
    table.append(tx, account_id=account_id, case_id=case_id, entry=entry)
    return entry


def publish(tx: Transaction, case: Case, type: str, **data: object) -> None:  # noqa: A002 - the field's name
    """Publish an event of a case to back-ends: `data` beside its id, reference and status."""
    notifications.publish(
        tx,
        account_id=case.account_id,
        type=type,
        version=case.version,
        data={
            "case_id": case.id,
            "reference": case.reference,
            "status": case.status,
            "client_id": case.client_id,
            "policy_id": case.policy_id,
            **data,
        },
    )


def _person(caller: Caller) -> str | None:
    """Return the actor of a user who sees cases; None for back-ends and agents."""
    return caller.actor if caller.user_id is not None and may(caller, Scope.CASES_READ) else None


def _without(waits: Mapping[str, datetime], request_id: str) -> dict[str, datetime]:
    return {each: end for each, end in waits.items() if each != request_id}


def _move_reference(tx: Transaction, before: Case, after: Case) -> None:
    if before.reference is not None:
        table.delete_reference(tx, before)
    if after.reference is not None:
        table.insert_reference(tx, after, otherwise=_reference_taken)


def _reference_taken(raw: dict[str, Any] | None) -> DomainError:
    holder = table.holder_of_reference(raw) if raw else None
    return Conflict(
        N_("Another case has this reference. Use that case, or another reference."), extra={"case_id": holder}
    )
