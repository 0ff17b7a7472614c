"""Use cases of claims: they begin with the conversion of their case, are shown, listed, and follow it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.languages import N_
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case, CaseStatus
from chalicelib.features.claims import events, table
from chalicelib.features.claims.answering import next_step_at
from chalicelib.features.claims.counting import count_change
from chalicelib.features.claims.deadlines.keeping import keep, zone_of
from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.following import tell_features
from chalicelib.features.claims.model import Claim, Entry, Wanted, case_id_of, claim_id_of
from chalicelib.features.claims.photo_counts import with_photos
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.settings import claim_settings
from chalicelib.features.claims.staff_mails import mail_staff
from chalicelib.features.claims.stages import Stage
from chalicelib.features.claims.telling.queueing import ask_papers, tell_announced
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import System, actor_of

_NO_CLAIM = N_("There is no such claim.")
_DECIDED = N_("The claim of this case is decided or closed. Reopen it before the case gets another process.")
_SYSTEM = actor_of(System())


class Page[T](NamedTuple):
    """A page of a list; `position` is where the next one begins, None after the last."""

    items: Sequence[T]
    position: str | None


def show_claim(caller: Caller, claim_id: str) -> Claim:
    """Return a claim that the caller may know of. Raises NotFound.

    A case that was converted before claims were, gets its claim when that is first shown. Photos of the case that fill
    a slot are counted anew.
    """
    claim = load_claim(caller.account_id, claim_id)
    if not sees_claim(caller, claim):
        raise NotFound(_NO_CLAIM)
    return with_photos(claim)


def sees_claim(caller: Caller, claim: Claim) -> bool:
    """Return True if a caller may know of a claim. People of the client area know of their clients' claims."""
    if not isinstance(caller, AreaCaller):
        return claim.account_id == caller.account_id
    return claim.client_id is not None and claim.client_id in caller.client_ids(AreaPermission.CLAIMS)


def load_claim(account_id: str, claim_id: str) -> Claim:
    """Return a claim by its ids, for use cases whose tenant comes from elsewhere than a caller. Raises NotFound."""
    claim = table.get_claim(account_id, claim_id) or _of_former_case(account_id, claim_id)
    if claim is None:
        raise NotFound(_NO_CLAIM)
    return claim


def find_claim(account_id: str, claim_id: str) -> Claim | None:
    """Return a claim that is there; None for an unknown one, and for a former case's."""
    return table.get_claim(account_id, claim_id)


def find_claims(caller: Caller, claim_ids: Sequence[str]) -> list[Claim]:
    """Return claims of the caller's account in the order of their ids; unknown ones are missing. BatchGetItem."""
    found = table.get_claims(caller.account_id, claim_ids)
    return [found[each] for each in claim_ids if each in found]


def claim_of_case(case: Case) -> Claim | None:
    """Return the claim of a case with its photos counted; None as long as it was not converted."""
    claim_id = claim_id_of(case.id)
    found = table.get_claim(case.account_id, claim_id)
    if found is None and case.status is CaseStatus.CONVERTED:
        found = _of_former_case(case.account_id, claim_id)
    return with_photos(found) if found is not None else None


def list_claims(caller: Caller, wanted: Wanted, *, limit: int, position: str | None) -> Page[Claim]:
    """Return claims, the latest case first; by deadline, the one that ends first.

    A page may have fewer claims than `limit`, or none, and still be followed by another.
    """
    return Page(*table.list_claims(caller.account_id, wanted, after=position, limit=limit))


def list_history(caller: Caller, claim_id: str, *, limit: int, position: str | None) -> Page[Entry]:
    """Return a claim's history, the latest entry first. Raises NotFound."""
    claim = show_claim(caller, claim_id)
    return Page(*table.list_entries(claim.account_id, claim.id, after=position, limit=limit))


def follow_conversion(tx: Transaction, caller: Caller, before: Case, after: Case) -> None:
    """Begin the claim of a converted case; of one that has a claim, change its process.

    Idempotent: a conversion into the same process leaves the claim as it is. Raises Conflict if it is decided.
    """
    del before
    claim = table.get_claim(after.account_id, claim_id_of(after.id))
    if claim is None:
        begin(tx, _new_claim(after, actor=caller.actor))
    elif claim.process != after.process:
        _change_process(tx, caller, claim, after)


def follow_change(tx: Transaction, caller: Caller, before: Case, after: Case) -> None:
    """Change the client and the policy of a claim to those that its case names by now."""
    named = ("client_id", "policy_id", "reference")
    changes = {name: getattr(after, name) for name in named if getattr(after, name) != getattr(before, name)}
    claim = table.get_claim(after.account_id, claim_id_of(after.id)) if changes else None
    if claim is None or all(getattr(claim, name) == value for name, value in changes.items()):
        return
    fresh = touched(claim, **changes)
    changed = save(tx, claim, ask_papers(tx, fresh) if "client_id" in changes else fresh, actor=caller.actor)
    events.note_apart(tx, changed, actor=caller.actor, type="claim.updated", fields=sorted(changes))
    events.publish(tx, changed, "claim.updated")


def begin(tx: Transaction, claim: Claim, *, told: bool = True) -> Claim:
    """Write a new claim with its deadlines and its first entry; `told`: back-ends and its client are told of it."""
    kind = "claim.announced" if claim.stage is Stage.ANNOUNCED else "claim.started"
    claim = _with_reminder(keep(tx, None, ask_papers(tx, claim) if told else claim, actor=claim.opened_by))
    table.insert_claim(tx, claim)
    count_change(tx, None, claim)
    tell_features(tx, None, claim)
    events.note_apart(tx, claim, actor=claim.opened_by, type=kind, process=claim.process)
    if told:
        events.publish(tx, claim, kind)
    if told and claim.stage is Stage.ANNOUNCED:
        tell_announced(tx, claim)
    return claim


def begin_declared(
    tx: Transaction, case: Case, facts: Mapping[str, object], *, actor: str, rules: ClaimProcess | None = None
) -> Claim:
    """Begin the claim of a case that its client declared on line, with the facts of the notice.

    It is started at once, also if claims of its process are announced: the client has asked for it.
    """
    claim = _new_claim(case, actor=actor, rules=rules)
    known = claim.facts.model_copy(update={**facts, "declared_online": True})
    reached = {**claim.reached, Stage.DOCUMENTS: claim.opened_at}
    begun = begin(tx, claim.model_copy(update={"facts": known, "stage": Stage.DOCUMENTS, "reached": reached}))
    mail_staff(tx, begun, "claim_declared", title=case.shown_title)
    return begun


def begin_announced(
    tx: Transaction, case: Case, rules: ClaimProcess, facts: ClaimFacts, *, actor: str, handler: str | None = None
) -> Claim:
    """Begin the claim of a case that was opened to announce it, with the facts that are known."""
    claim = _new_claim(case, actor=actor, rules=rules)
    known = {"facts": facts, "handler": handler or claim.handler}
    begun = begin(tx, claim.model_copy(update=known))
    cases.note(tx, case, actor=actor, type="claim.announced", stage=begun.stage)
    return begun


def save(tx: Transaction, before: Claim, after: Claim, *, actor: str = _SYSTEM) -> Claim:
    """Write a changed claim with its deadlines in the caller's transaction, and return it as written.

    Stale if it is no longer as it was read. Every change of a claim goes through here. Open pages are told of another
    version.
    """
    written = _with_reminder(keep(tx, before, after, actor=actor))
    table.replace_claim(tx, before, written)
    count_change(tx, before, written)
    if written.version != before.version:
        tell_features(tx, before, written)
    return written


def demand_unchanged(tx: Transaction, claim: Claim) -> None:
    """Make a transaction that writes beside a claim Stale, if the claim is of another version than was read."""
    table.check_claim(tx, claim)


def touched(claim: Claim, **changes: object) -> Claim:
    """Return the claim changed now, its version one more: a form of the version before is refused."""
    return claim.model_copy(update={**changes, "changed_at": now(), "version": claim.version + 1})


def noted(claim: Claim, **changes: object) -> Claim:
    """Return the claim with changes that nobody decides by: its version stays, and open forms hold."""
    return claim.model_copy(update={**changes, "writes": claim.writes + 1})


def _with_reminder(claim: Claim) -> Claim:
    """Return a claim with the moment at which its client is reminded next, if it waits for an answer."""
    at = next_step_at(claim, zone_of(claim)) if claim.stage is Stage.ANNOUNCED else None
    return claim if at == claim.reminds_at else claim.model_copy(update={"reminds_at": at})


def _new_claim(case: Case, *, actor: str, rules: ClaimProcess | None = None) -> Claim:
    moment, rules = now(), rules or claim_settings(case.account_id).of_case(case.process)
    stage = Stage.ANNOUNCED if rules.announced else Stage.DOCUMENTS
    return Claim(
        id=claim_id_of(case.id),
        account_id=case.account_id,
        case_id=case.id,
        process=rules.code,
        stage=stage,
        client_id=case.client_id,
        policy_id=case.policy_id,
        reference=case.reference,
        handler=case.handler,
        facts=_facts_of(case),
        rules=rules,
        reached={stage: moment},
        opened_at=moment,
        opened_by=actor,
        changed_at=moment,
    )


def _facts_of(case: Case) -> ClaimFacts:
    return ClaimFacts(
        occurred_at=case.loss.occurred_at,
        place=case.loss.place or None,
        description=case.loss.description or None,
        declared_at=case.created_at,
    )


def _change_process(tx: Transaction, caller: Caller, claim: Claim, case: Case) -> None:
    """Restart a claim with the documents, stages and deadlines of another process. Facts and files stay."""
    if claim.is_decided or not claim.is_open:
        raise Conflict(_DECIDED, extra={"stage": claim.stage})
    rules = claim_settings(case.account_id).of_case(case.process)
    changed = save(tx, claim, ask_papers(tx, _in_process(claim, rules)), actor=caller.actor)
    events.note_apart(tx, changed, actor=caller.actor, type="claim.process", process=rules.code, before=claim.process)
    events.publish(tx, changed, "claim.updated")


def _in_process(claim: Claim, rules: ClaimProcess) -> Claim:
    stage = Stage.ANNOUNCED if rules.announced and claim.stage is Stage.ANNOUNCED else Stage.DOCUMENTS
    facts = claim.facts.model_copy(update={"complete_at": None})
    reached = {**claim.reached, stage: now()} if stage is not claim.stage else claim.reached
    return touched(claim, process=rules.code, rules=rules, stage=stage, facts=facts, asked=(), reached=reached)


def _of_former_case(account_id: str, claim_id: str) -> Claim | None:
    """Begin the claim of a case that was converted before claims were. Idempotent."""
    case = cases.load_case(account_id, case_id_of(claim_id))
    if case is None or case.status is not CaseStatus.CONVERTED or claim_id != claim_id_of(case.id):
        return None

    def write() -> Claim:
        found = table.get_claim(account_id, claim_id)
        if found is not None:
            return found
        tx = Transaction()
        claim = begin(tx, _new_claim(case, actor=_SYSTEM), told=False)
        tx.commit()
        return claim

    return retry_stale(write)
