"""Bounds on agents who add people to learn which of them are other agents' clients."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import count_attempt, count_attempt_in, read_attempts
from chalicelib.base.errors import QuotaExceeded
from chalicelib.base.languages import N_
from chalicelib.base.observability import log
from chalicelib.features.clients.model import HOUSE, Known, Standing
from chalicelib.features.clients.settings import limits_of
from chalicelib.identity import directory
from chalicelib.identity.principals import StaffMember, actor_of, label_of
from chalicelib.outbox import service as notifications

DAY = 86400
#: Of fewer clients that are others', a share says nothing.
LEAST = 5
#: Counters of a day, by base: clients added by hand, added by imports, and those of both that are others' clients.
_ADDED, IMPORTED, _BOUND, _TOLD = "client-added", "client-imported", "client-bound", "client-bound-told"
_IDENTIFIED = "client-identified"
_TOO_MANY_CHANGES = N_("An agent can change name, birth date or document of {limit} clients in a day. Go on tomorrow.")
_TOO_MANY = N_("An agent can add {limit} clients in a day by hand. Go on tomorrow, or import them from a file.")


def count_added(tx: Transaction, known: Known) -> None:
    """Count a client that an agent adds by hand. Over the account's limit, the transaction fails with QuotaExceeded."""
    client = known.client
    limit = limits_of(client.account_id).added_per_day
    subject = subject_of(client.account_id, client.base)
    count_attempt_in(tx, _ADDED, subject, limit=limit, seconds=DAY, refusal=_TOO_MANY)
    count_bound(tx, known)


def count_identified(account_id: str, base: str) -> None:
    """Count a change of a client's document, name or birth date by an agent, also one that is refused then.

    As adding does, it tells whether somebody has sold to a person. Raises QuotaExceeded over the account's limit.
    """
    limit = limits_of(account_id).added_per_day
    count_attempt(_IDENTIFIED, subject_of(account_id, base), limit=limit, seconds=DAY, refusal=_TOO_MANY_CHANGES)


def count_bound(tx: Transaction, known: Known) -> None:
    """Count a new client of an agent if it is another agent's client."""
    if known.client.base != HOUSE and known.standing is Standing.BOUND_ELSEWHERE:
        subject = subject_of(known.client.account_id, known.client.base)
        count_attempt_in(tx, _BOUND, subject, limit=None, seconds=DAY)


def tell_of_many(account_id: str, base: str) -> None:
    """Notify administrators once a day if too large a share of an agent's new clients are other agents'."""
    if base == HOUSE:
        return
    subject = subject_of(account_id, base)
    bound = read_attempts(_BOUND, subject, seconds=DAY)
    if bound < LEAST:
        return
    # An import of yesterday may have gone on today: its rows were counted yesterday.
    added = max(bound, sum(read_attempts(each, subject, seconds=DAY) for each in (_ADDED, IMPORTED)))
    if bound * 100 <= limits_of(account_id).bound_share * added:
        return
    tx = Transaction()
    count_attempt_in(tx, _TOLD, subject, limit=1, seconds=DAY)
    _queue(tx, account_id, base, bound=bound, added=added)
    try:
        tx.commit()
    except QuotaExceeded:  # told today
        return
    log("warning", "agent adds clients of others", account_id=account_id, actor=base, count=bound)


def subject_of(account_id: str, base: str) -> str:
    """Return the subject that a base's additions are counted by."""
    return f"{account_id}#{base}"


def _queue(tx: Transaction, account_id: str, base: str, *, bound: int, added: int) -> None:
    actor = actor_of(StaffMember(base))
    name = directory.name_users(account_id, [actor]).get(actor) or label_of(actor)
    params = {"agent": name, "bound": str(bound), "added": str(added)}
    notice = {"notice": "clients_probed", "params": params, "channel": "email"}
    notifications.queue_message(tx, account_id=account_id, data=notice)
