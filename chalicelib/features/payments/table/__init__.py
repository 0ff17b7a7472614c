"""Payments in the policies table.

`a` is the account.

| item | pk | sk |
|---|---|---|
| payment | `a#<payment>` | `payment` |
| its refunds | `a#<payment>` | `ref#<refund>` |
| the open one of a subject | `a#open#<subject>` | `payment` |
| by the provider's id | `a#ext#<provider>#<its id>` | `payment` |
| of a subject, of a day | `a#paid#<subject>`, `a#paid-on#<day>` | `<created_at>#<payment>` |
| of a payer | `a#payer#<payer>` | `<created_at>#<payment>` |
| with a wrong sum | `a#paid-wrong` | `<created_at>#<payment>` |
| saved method of a payer | `a#methods#<payer>` | `<method>` |
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.aws.policy_items import item_key
from chalicelib.aws.shards import due_shard
from chalicelib.base.clock import stamp
from chalicelib.features.payments.model import Payment, Refund, SavedMethod, State
from chalicelib.features.payments.table.rows import PaymentLookUpRow, PaymentRow, RefundRow, SavedMethodRow

_PAYMENT = "payment"
#: The most payments of a list.
_LISTED = 100


def get_payment(account_id: str, payment_id: str) -> Payment | None:
    """GetItem: a payment."""
    try:
        return PaymentRow.get(item_key(account_id, payment_id), _PAYMENT, consistent_read=True).model()
    except PaymentRow.DoesNotExist:
        return None


def find_open(account_id: str, subject: str) -> str | None:
    """GetItem: the id of the payment that a subject waits for."""
    return _look_up(f"{account_id}#open#{subject}", _PAYMENT)


def find_by_provider(account_id: str, provider: str, provider_id: str) -> str | None:
    """GetItem: the id of the payment that has an id at its provider."""
    return _look_up(f"{account_id}#ext#{provider}#{provider_id}", _PAYMENT)


def list_of_subject(account_id: str, subject: str) -> list[Payment]:
    """Query and BatchGetItem: the payments of a subject, latest first."""
    return _listed(account_id, f"{account_id}#paid#{subject}")


def list_of_day(account_id: str, day: str) -> list[Payment]:
    """Query and BatchGetItem: the payments that began on a day (UTC), latest first."""
    return _listed(account_id, f"{account_id}#paid-on#{day}")


def list_of_payer(account_id: str, payer_id: str) -> list[Payment]:
    """Query and BatchGetItem: all payments of a payer, latest first."""
    return _listed(account_id, f"{account_id}#payer#{payer_id}", limit=None)


def list_mismatches(account_id: str) -> list[Payment]:
    """Query and BatchGetItem: the payments with a wrong sum that were not returned yet, latest first."""
    return _listed(account_id, f"{account_id}#paid-wrong")


def insert_payment(tx: Transaction, payment: Payment, *, due_at: datetime | None, otherwise: Otherwise) -> None:
    """Write a new payment as the open one of its subject. `otherwise`: the subject has an open one."""
    tx.insert(_open_row(payment), otherwise=otherwise)
    tx.insert(_payment_row(payment, due_at))
    of_payer = (f"payer#{payment.payer_id}",) if payment.payer_id else ()
    for key in (f"paid#{payment.subject}", f"paid-on#{payment.created_at:%Y-%m-%d}", *of_payer):
        tx.insert(_listed_row(payment, key))


def replace_payment(tx: Transaction, before: Payment, after: Payment, *, due_at: datetime | None = None) -> None:
    """Write a payment that is as it was read, with its look-ups. `due_at`: the next look at the provider."""
    tx.put(_payment_row(after, due_at), condition=PaymentRow.version == before.version)
    if after.provider_id and not before.provider_id:
        pk = f"{after.account_id}#ext#{after.provider}#{after.provider_id}"
        tx.put(PaymentLookUpRow(pk, _PAYMENT, payment_id=after.id))
    if after.payer_id != before.payer_id:
        tx.delete(_listed_row(before, f"payer#{before.payer_id}"))
        tx.put(_listed_row(after, f"payer#{after.payer_id}"))
    if after.state is State.MISMATCH and before.state is not State.MISMATCH:
        tx.put(_listed_row(after, "paid-wrong"))
    if before.state is State.MISMATCH and after.state is not State.MISMATCH:
        tx.delete(_listed_row(after, "paid-wrong"))


def close_subject(tx: Transaction, payment: Payment) -> None:
    """Delete the mark of the open payment, which has to be this one's."""
    tx.delete(_open_row(payment), condition=PaymentLookUpRow.payment_id == payment.id)


def insert_refund(tx: Transaction, refund: Refund, *, due_at: datetime | None) -> None:
    """Write a new refund."""
    tx.insert(_refund_row(refund, due_at))


def replace_refund(tx: Transaction, before: Refund, after: Refund, *, due_at: datetime | None = None) -> None:
    """Write a refund that is as it was read."""
    tx.put(_refund_row(after, due_at), condition=RefundRow.version == before.version)


def get_refund(account_id: str, payment_id: str, refund_id: str) -> Refund | None:
    """GetItem: a refund."""
    try:
        return RefundRow.get(item_key(account_id, payment_id), f"ref#{refund_id}", consistent_read=True).model()
    except RefundRow.DoesNotExist:
        return None


def get_refunds(account_id: str, refunds: Iterable[tuple[str, str]]) -> list[Refund]:
    """BatchGetItem: refunds, given the ids of payments and refunds."""
    keys = [(item_key(account_id, payment_id), f"ref#{refund_id}") for payment_id, refund_id in refunds]
    return [row.model() for row in RefundRow.batch_get(keys, consistent_read=True)] if keys else []


def list_refunds(account_id: str, payment_id: str) -> list[Refund]:
    """Query: the refunds of a payment in their order."""
    rows = RefundRow.query(item_key(account_id, payment_id), RefundRow.sk.startswith("ref#"), consistent_read=True)
    return [row.model() for row in rows]


def put_method(tx: Transaction, method: SavedMethod) -> None:
    """Write a saved method."""
    tx.put(SavedMethodRow(_methods(method), method.id, document=method.model_dump(mode="json")))


def delete_method(tx: Transaction, method: SavedMethod) -> None:
    """Delete a saved method."""
    tx.delete(SavedMethodRow(_methods(method), method.id))


def list_methods(account_id: str, payer_id: str) -> list[SavedMethod]:
    """Query: the saved methods of a payer, in their order."""
    return [row.model() for row in SavedMethodRow.query(f"{account_id}#methods#{payer_id}", consistent_read=True)]


def _look_up(pk: str, sk: str) -> str | None:
    try:
        return str(PaymentLookUpRow.get(pk, sk, consistent_read=True).payment_id)
    except PaymentLookUpRow.DoesNotExist:
        return None


def _listed(account_id: str, pk: str, *, limit: int | None = _LISTED) -> list[Payment]:
    ids = [str(row.payment_id) for row in PaymentLookUpRow.query(pk, scan_index_forward=False, limit=limit)]
    found = {each.id: each for each in _read(account_id, ids)}
    return [found[each] for each in ids if each in found]


def _read(account_id: str, ids: Iterable[str]) -> Iterator[Payment]:
    keys = [(item_key(account_id, each), _PAYMENT) for each in ids]
    yield from (row.model() for row in PaymentRow.batch_get(keys))


def _payment_row(payment: Payment, due_at: datetime | None) -> PaymentRow:
    document = payment.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    row = PaymentRow(item_key(payment.account_id, payment.id), _PAYMENT, document=document, version=payment.version)
    if due_at is not None:
        row.due_pk, row.due_at = due_shard(payment.id), stamp(due_at)
    return row


def _refund_row(refund: Refund, due_at: datetime | None) -> RefundRow:
    document = refund.model_dump(mode="json", exclude={"version"}, exclude_defaults=True)
    key = item_key(refund.account_id, refund.payment_id)
    row = RefundRow(key, f"ref#{refund.id}", document=document, version=refund.version)
    if due_at is not None:
        row.due_pk, row.due_at = due_shard(refund.id), stamp(due_at)
    return row


def _open_row(payment: Payment) -> PaymentLookUpRow:
    return PaymentLookUpRow(f"{payment.account_id}#open#{payment.subject}", _PAYMENT, payment_id=payment.id)


def _listed_row(payment: Payment, key: str) -> PaymentLookUpRow:
    sk = f"{stamp(payment.created_at)}#{payment.id}"
    return PaymentLookUpRow(f"{payment.account_id}#{key}", sk, payment_id=payment.id)


def _methods(method: SavedMethod) -> str:
    return f"{method.account_id}#methods#{method.payer_id}"
