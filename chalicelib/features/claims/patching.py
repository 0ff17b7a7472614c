"""Use cases of a claim's facts and its handler."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Transaction, retried
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.claims import events, service
from chalicelib.features.claims.consignment import Consignment
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.moving import as_read
from chalicelib.features.claims.processes import FOR_REVIEW
from chalicelib.features.claims.telling.queueing import ask_papers
from chalicelib.identity.colleagues import find_handler
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import StaffMember, actor_of

_NO_HANDLER = N_("Choose a colleague who has access and may change cases.")
#: Facts whose values the history keeps; of typed texts it has the names alone.
_KEPT = (bool, datetime)
_CODES = frozenset({"kind", "goods", "route", "mode", "law", "zone"})


class Changes(NamedTuple):
    """Changes of a claim: facts by name, None for one to remove; and its handler, if that is `named`."""

    facts: Mapping[str, Any]
    #: The id of a user of the staff; None: nobody.
    handler: str | None = None
    names_handler: bool = False


@retried
def change_claim(caller: Caller, claim_id: str, changes: Changes, *, version: int) -> Claim:
    """Change facts of a claim, or its handler. Raises NotFound, Conflict, Invalid."""
    check_changes(caller, changes)
    before = as_read(caller, claim_id, version)
    after = _changed(before, changes)
    if (after.facts, after.handler) == (before.facts, before.handler):
        return before
    tx = Transaction()
    changed = service.touched(before, facts=after.facts, handler=after.handler)
    if _needs_more(before, changed):
        changed = ask_papers(tx, changed)
    after = service.save(tx, before, changed, actor=caller.actor)
    if after.facts != before.facts:
        _note_facts(tx, caller, before, after)
    if after.handler != before.handler:
        events.note(tx, after, actor=caller.actor, type="claim.assigned", before=before.handler, to=after.handler)
    events.publish(tx, after, "claim.updated")
    tx.commit()
    return after


def check_changes(caller: Caller, changes: Changes) -> None:
    """Raise Invalid, at `/handler`, for a user who can't handle claims of the caller's account."""
    if changes.handler is not None and find_handler(caller.account_id, changes.handler) is None:
        raise Invalid([FieldError("/handler", _NO_HANDLER)])


def _changed(claim: Claim, changes: Changes) -> Claim:
    facts = _with_facts(claim.facts, changes.facts)
    handler = actor_of(StaffMember(changes.handler)) if changes.handler is not None else None
    return claim.model_copy(update={"facts": facts, "handler": handler if changes.names_handler else claim.handler})


def _with_facts(before: ClaimFacts, named: Mapping[str, Any]) -> ClaimFacts:
    """Return facts with the named ones; of the goods, those that are not named stay."""
    goods = named.get("cargo")
    if goods is not None:
        known = dict(before.cargo) if before.cargo else {}
        after = Consignment.model_validate({**known, **goods})
        named = {**named, "cargo": None if after == Consignment() else after}
    return ClaimFacts.model_validate({**dict(before), **named})


def _needs_more(before: Claim, after: Claim) -> bool:
    """Return True if a claim lacks documents that it did not need by its former facts."""
    return bool({each.code for each in after.missing} - {each.code for each in before.slots if each.need in FOR_REVIEW})


def _note_facts(tx: Transaction, caller: Caller, before: Claim, after: Claim) -> None:
    """Note the changed facts: their names, and the values before and after of those that are no texts."""
    names = [name for name in ClaimFacts.model_fields if getattr(before.facts, name) != getattr(after.facts, name)]
    goods = _changed_goods(before.facts, after.facts)
    old, new = (each.facts.model_dump(mode="json") for each in (before, after))
    kept = {name: [old[name], new[name]] for name in names if _is_kept(name, before.facts, after.facts)}
    events.note(tx, after, actor=caller.actor, type="claim.updated", fields=[*names, *goods], values=kept)


def _changed_goods(before: ClaimFacts, after: ClaimFacts) -> list[str]:
    """Return the names of changed facts of the goods, such as `cargo.waybill`."""
    old, new = before.cargo or Consignment(), after.cargo or Consignment()
    return [f"cargo.{name}" for name in Consignment.model_fields if getattr(old, name) != getattr(new, name)]


def _is_kept(name: str, *facts: ClaimFacts) -> bool:
    return name in _CODES or any(isinstance(getattr(each, name), _KEPT) for each in facts)
