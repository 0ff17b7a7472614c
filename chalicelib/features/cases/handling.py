"""Use cases of a case's handler: take a case, hand it over to a colleague or to nobody."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.errors import Conflict, FieldError, Forbidden, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.features.cases.news import tell_staff
from chalicelib.identity.colleagues import find_handler, list_handlers
from chalicelib.identity.model import Caller, Role, User
from chalicelib.identity.principals import StaffMember, actor_of

#: In place of the handler whom the caller knows: any handler.
ANYBODY = "anybody"
_TAKEN = N_("Someone else has just taken this case. You can still take it over.")
_HANDED = N_("Someone else handles this case by now. See who does, and choose again.")
_NOT_YOURS = N_("Only its handler and administrators can hand a case over. You can take it.")
_NO_HANDLER = N_("Choose a colleague who has access and may change cases.")


def list_colleagues(caller: Caller) -> list[User]:
    """Return the users who can handle cases in the caller's account, by name. Recent changes may be missing."""
    return list_handlers(caller.account_id)


def may_hand_over(caller: Caller, case: Case) -> bool:
    """Return True for an administrator, a back-end, and the case's handler; each has to have the scope, too."""
    return caller.key_id is not None or caller.role is Role.ADMIN or case.handler == caller.actor


def take_case(caller: Caller, case_id: str, *, instead_of: str | None) -> Case:
    """Make the caller the case's handler. Idempotent.

    `instead_of`: the handler (an actor) whom the caller knows. Raises Conflict if it is someone else meanwhile.
    """

    def take() -> Case:
        before = cases.show_case(caller, case_id)
        if before.handler == caller.actor:
            return before
        _demand_known(before, instead_of, otherwise=_TAKEN)
        after, tx = cases.handled_by(before, handler=caller.actor), Transaction()
        cases.note(tx, after, actor=caller.actor, type="case.taken", before=before.handler)
        return _write(tx, caller, before, after)

    return retry_stale(take)


def hand_over(caller: Caller, case_id: str, *, to: str | None, instead_of: str | None = ANYBODY) -> Case:
    """Make a colleague (id of a user) the case's handler, or nobody. Idempotent. To oneself it is taking the case.

    Raises Invalid if `to` can't handle cases, Conflict as `take_case` does, Forbidden if the caller only may take it.
    """
    if to is not None and caller.user_id == to:
        return take_case(caller, case_id, instead_of=instead_of)

    def hand() -> Case:
        before, handler = cases.show_case(caller, case_id), actor_of(StaffMember(to)) if to is not None else None
        if before.handler == handler:
            return before
        _demand_known(before, instead_of, otherwise=_HANDED)
        if not may_hand_over(caller, before):
            raise Forbidden(_NOT_YOURS)
        check_handler(caller, to)
        after, tx = cases.handled_by(before, handler=handler), Transaction()
        entry = cases.note(tx, after, actor=caller.actor, type="case.handed_over", before=before.handler, to=handler)
        if handler is not None:
            tell_staff(tx, account_id=after.account_id, case_id=after.id, entry=entry)
        return _write(tx, caller, before, after)

    return retry_stale(hand)


def check_handler(caller: Caller, to: str | None) -> None:
    """Raise Invalid, at `/user_id`, for a user who can't handle cases of the caller's account."""
    if to is not None and find_handler(caller.account_id, to) is None:
        raise Invalid([FieldError("/user_id", _NO_HANDLER)])


def _demand_known(case: Case, instead_of: str | None, *, otherwise: str) -> None:
    if instead_of not in {ANYBODY, case.handler}:
        raise Conflict(otherwise)


def _write(tx: Transaction, caller: Caller, before: Case, after: Case) -> Case:
    cases.save(tx, before, after)
    cases.mark_seen_by(tx, caller, after)
    cases.publish(tx, after, "case.updated")
    tx.commit()
    return after
