"""Bills as subjects of payments: rows of the policies table."""

from decimal import Decimal

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.policy_items import PoliciesRow
from chalicelib.base.errors import NotFound
from chalicelib.base.money import Money
from chalicelib.features.payments.payable import NO_SUBJECT, Demand, Payable, Repayment, Settlement
from chalicelib.identity.model import Caller


class BillRow(PoliciesRow, discriminator="test_bill"):
    """A bill; `paid` counts its settlements, `returned` is the sum of its refunds."""

    amount = UnicodeAttribute()
    currency = UnicodeAttribute()
    payer_id = UnicodeAttribute(default="")
    email = UnicodeAttribute(default="")
    paid = NumberAttribute(default=0)
    returned = UnicodeAttribute(default="0")


def add_bill(
    account_id: str, number: str, amount: str = "24160.25", currency: str = "RUB", payer_id: str = "", email: str = ""
) -> str:
    """Write a bill; return the name of the subject."""
    row = BillRow(f"{account_id}#bill#{number}", "bill", amount=amount, currency=currency)
    row.payer_id, row.email = payer_id, email
    row.save()
    return f"bill#{number}"


def bill(account_id: str, subject: str) -> BillRow:
    """Return a bill as it is now."""
    return BillRow.get(f"{account_id}#{subject}", "bill", consistent_read=True)


def _load(account_id: str, subject: str) -> Demand | None:
    try:
        found = bill(account_id, subject)
    except BillRow.DoesNotExist:
        return None
    return Demand(
        money=Money(amount=Decimal(found.amount), currency=found.currency),
        is_due=not found.paid,
        description="Полис ХХХ 0123456789, взнос 2 из 4",
        page="/console/bills",
        payer_id=found.payer_id,
        email=found.email,
    )


def _show(caller: Caller, subject: str) -> Demand:
    found = _load(caller.account_id, subject)
    if found is None or (caller.role == "agent" and not subject.endswith("-agent")):
        raise NotFound(NO_SUBJECT)
    return found


def _settle(tx: Transaction, settled: Settlement) -> None:
    row = BillRow(f"{settled.account_id}#{settled.subject}", "bill")
    tx.update(row, actions=[BillRow.paid.add(1)], condition=BillRow.paid == 0)


def _refunded(tx: Transaction, repaid: Repayment) -> None:
    row = BillRow(f"{repaid.account_id}#{repaid.subject}", "bill")
    tx.update(row, actions=[BillRow.returned.set(f"{repaid.total.amount:f}")])


BILLS = Payable(load=_load, show=_show, settle=_settle, refunded=_refunded)
