"""The use case of announcing: case and claim in one transaction, once for one intention.

Staff and back-ends announce to a company, which starts or rejects. A claim that a company announces itself has started.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, FieldError, Findings, Invalid, Stale
from chalicelib.base.ids import id_made_once, is_intention
from chalicelib.base.languages import N_
from chalicelib.features.cases import client_use, naming
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case, CaseStatus, Loss
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.area.declaring import companies_of, processes_of_companies
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.model import Claim, claim_id_of
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.settings import claim_settings
from chalicelib.features.claims.usual_cargo import CARGO
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.colleagues import find_handler
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import StaffMember, actor_of
from chalicelib.tenancy import service as accounts

#: Facts of which one must be known: a claim without a day has no deadlines.
DATES = ("occurred_at", "discovered_at", "delivered_at", "taken_over_at", "agreed_at")
_NO_PROCESS = N_("Claims of this process are not announced. These are: {known}.")
_NO_RULES = N_(
    "No process announces claims yet. An administrator adds the usual rules of cargo in the settings, at “Handling of "
    "claims”."
)
_NO_COMPANY = N_("Claims are announced to companies: choose a client that is one.")
_NO_DATE = N_("Give a day: of the loss, of its discovery, of the delivery, of taking over, or the agreed one.")
_FUTURE = N_("Must not be in the future.")
_TAKEN = N_("A claim with this reference is announced already. Use that claim, or another reference.")
_NO_HANDLER = N_("Choose a colleague who has access and may change cases.")
_NOT_YOURS = N_("Choose one of your companies whose claims can be announced here.")


class Announcement(NamedTuple):
    """A claim to announce. Fields that could not be read are None."""

    client_id: str | None
    #: Facts by name, as `ClaimFacts` has them.
    facts: Mapping[str, Any]
    reference: str | None = None
    process: str | None = CARGO
    policy_id: str | None = None
    #: The id of a user of the staff.
    handler: str | None = None
    #: The errors of facts that could not be read.
    wrong: Sequence[FieldError] = ()


class _Checked(NamedTuple):
    """An announcement that nothing speaks against."""

    case: Case
    rules: ClaimProcess
    facts: ClaimFacts


def announced_processes(account_id: str) -> list[ClaimProcess]:
    """Return the account's processes whose claims are announced."""
    return [each for each in claim_settings(account_id).processes if each.announced]


def check_announcement(caller: Caller, announcement: Announcement) -> None:
    """Raise Invalid with everything that an announcement would be refused for; nothing is written."""
    _checked(caller, announcement)


def announce(caller: Caller, announcement: Announcement, *, once: str = "") -> Claim:
    """Announce a claim to a company, or of the caller's own. Idempotent by `once`, an id such as a case's.

    Raises Invalid, and Conflict with the ids of the case and claim that have the reference.
    """
    return retry_stale(lambda: _announce(caller, announcement, once))


def _announce(caller: Caller, announcement: Announcement, once: str) -> Claim:
    case_id = _intended(caller, once)
    made = claims.find_claim(caller.account_id, claim_id_of(case_id)) if case_id else None
    if made is not None:
        return made
    found = _checked(caller, announcement)
    case = found.case.model_copy(update={"id": case_id} if case_id else {})
    handler = actor_of(StaffMember(announcement.handler)) if announcement.handler else None
    tx = Transaction()
    cases.add_case(tx, case)
    cases.mark_seen_by(tx, caller, case)
    if isinstance(caller, AreaCaller):
        claim = _begin_own(tx, caller, case, found)
    else:
        claim = claims.begin_announced(tx, case, found.rules, found.facts, actor=caller.actor, handler=handler)
    try:
        tx.commit()
    except Stale:
        raise
    except Conflict as taken:
        raise _with_claim(caller.account_id, taken) from taken
    return claim


def _begin_own(tx: Transaction, caller: AreaCaller, case: Case, found: _Checked) -> Claim:
    """Begin the claim that a company announces itself: started, with the facts that are known."""
    known = {name: getattr(found.facts, name) for name in found.facts.model_fields_set}
    facts = {name: value for name, value in known.items() if value is not None}
    claim = claims.begin_declared(tx, case, facts, actor=caller.actor, rules=found.rules)
    cases.note(tx, case, actor=caller.actor, type="claim.started", stage=claim.stage)
    return claim


def _intended(caller: Caller, once: str) -> str | None:
    """Return the id of the case that an intention leads to: no other account's or person's; None without one."""
    if not is_intention(once, prefix="case"):
        return None
    whose = f"{caller.account_id}#{caller.person.id}" if isinstance(caller, AreaCaller) else caller.account_id
    return id_made_once(once, prefix="case", account_id=whose)


def _with_claim(account_id: str, conflict: Conflict) -> Conflict:
    """Return the refusal of a reference that is taken, with the id of the claim that has it."""
    case_id = conflict.extra.get("case_id")
    claim = claims.find_claim(account_id, claim_id_of(str(case_id))) if case_id else None
    return conflict if claim is None else Conflict(_TAKEN, extra={"case_id": case_id, "claim_id": claim.id})


def _checked(caller: Caller, announcement: Announcement) -> _Checked:
    found = Findings()
    found.add(announcement.wrong)
    rules = found.attempt(lambda: _rules(caller, announcement.process), otherwise=None)
    found.add(_wrong_facts(announcement.facts))
    if announcement.handler and find_handler(caller.account_id, announcement.handler) is None:
        found.add([FieldError("/handler", _NO_HANDLER)])
    new = _new_case(caller, announcement, rules)
    named = _named(caller, new, found)
    found.add(_wrong_client(named.client))
    case = cases.new_case(caller, new, named=named, found=found)
    found.demand_none()
    assert rules is not None  # noqa: S101 - demanded
    return _Checked(case.model_copy(update={"status": CaseStatus.CONVERTED}), rules, _facts(caller, announcement.facts))


def _rules(caller: Caller, code: str | None) -> ClaimProcess | None:
    if isinstance(caller, AreaCaller):
        own = {each.code: each for each in processes_of_companies(caller.account_id)}
        return own.get(CARGO) or next(iter(own.values()), None)
    offered = {each.code: each for each in announced_processes(caller.account_id)}
    if not offered:
        raise Invalid([FieldError("/process", _NO_RULES)])
    if code is not None and code not in offered:
        raise Invalid([FieldError("/process", _NO_PROCESS, {"known": ", ".join(offered) or "-"})])
    return offered[code] if code is not None else None


def _named(caller: Caller, new: cases.NewCase, found: Findings) -> naming.Named:
    """Return the client that an announcement names: one that the caller sees, or a company that they act for."""
    if not isinstance(caller, AreaCaller):
        return naming.named(caller, new, found=found)
    client_id = new.client_id
    if client_id is None or client_id not in companies_of(caller):
        found.add([FieldError("/client_id", _NOT_YOURS)])
        return naming.Named()
    company = found.attempt(
        lambda: client_use.usable(clients.find_client(caller.account_id, client_id)), otherwise=None
    )
    return naming.Named(company, None, client_id)


def _wrong_client(client: Client | None) -> Iterator[FieldError]:
    if client is not None and client.facts.kind is not ClientKind.COMPANY:
        yield FieldError("/client_id", _NO_COMPANY)


def _wrong_facts(facts: Mapping[str, Any]) -> Iterator[FieldError]:
    """Yield the errors of dates: none is there, or one of a past event lies ahead."""
    if all(facts.get(name) is None for name in DATES):
        yield FieldError("/occurred_at", _NO_DATE)
    for name in DATES:
        known = facts.get(name)
        if isinstance(known, datetime) and known > now() and name != "agreed_at":
            yield FieldError(f"/{name}", _FUTURE)


def _new_case(caller: Caller, announcement: Announcement, rules: ClaimProcess | None) -> cases.NewCase:
    facts = announcement.facts
    known = accounts.load_account(caller.account_id).process(rules.code) if rules else None
    return cases.NewCase(
        reference=announcement.reference,
        process=known.code if known else None,
        loss=Loss(occurred_at=facts.get("occurred_at"), place=facts.get("place"), description=facts.get("description")),
        client_id=announcement.client_id,
        policy_id=announcement.policy_id,
    )


def _facts(caller: Caller, named: Mapping[str, Any]) -> ClaimFacts:
    """Return the facts of a claim, with the account's zone if none is named: days of deadlines are that place's."""
    facts = ClaimFacts.model_validate(dict(named))
    lost = True if facts.kind == "loss" and facts.delivered_at is None else None
    return facts.model_copy(
        update={
            "zone": facts.zone or accounts.load_account(caller.account_id).time_zone,
            "total_loss": lost if facts.total_loss is None else facts.total_loss,
        }
    )
