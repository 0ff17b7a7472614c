"""Permissions of the operations of payments, stated independently of the code."""

from datetime import timedelta
from decimal import Decimal

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.base.money import Money
from chalicelib.features.payments import table
from chalicelib.features.payments.model import Payment, SavedMethod, State
from tests.support.api.people import People
from tests.support.api.permissions import ANYONE, OWNER, Permissions


def _owned(api: People) -> dict[str, str]:
    moment = now()
    payment = Payment(
        id=new_id("pay"),
        account_id=api.account.id,
        subject="inst#pol_01J9Z6#2",
        state=State.SUCCEEDED,
        money=Money(amount=Decimal("24160.25"), currency="RUB"),
        provider="yookassa",
        is_live=False,
        description="Взнос 2 из 4",
        page="/console",
        actor="system",
        payer_id="cli_of_nobody",
        created_at=moment,
        changed_at=moment,
        expires_at=moment + timedelta(hours=1),
    )
    method = SavedMethod(
        id=new_id("pm"),
        account_id=api.account.id,
        payer_id="cli_of_nobody",
        provider="yookassa",
        token="token",
        label="MIR ···· 4242",
        created_at=moment,
    )
    tx = Transaction()
    table.insert_payment(tx, payment, due_at=None, otherwise=stale)
    table.put_method(tx, method)
    tx.commit()
    return {"payment_id": payment.id, "method_id": method.id}


_PAY = "area area:payments"

PERMISSIONS = Permissions(
    who_may={
        "POST /v1/payments": "payments:write",
        "GET /v1/payments": "payments:read",
        "GET /v1/payments/{payment_id}": "payments:read",
        "POST /v1/payments/{payment_id}/check": "payments:read",
        "POST /v1/payments/{payment_id}/refund": "payments:refund",
        # by the key in the address and the provider's signature (tests/payments/api/test_notices.py)
        "POST /v1/payments/notices/{provider}/{key}": ANYONE,
        "GET /pay/{token}": OWNER,
        "POST /pay/{token}": OWNER,
        "GET /console/payments": "console payments:read",
        "GET /console/payments/{payment_id}": "console payments:read",
        "POST /console/payments/{payment_id}/check": "console payments:read",
        "POST /console/payments/{payment_id}/refund": "console payments:refund",
        "GET /console/settings/payments": "console account:write",
        "POST /console/settings/payments": "console account:write",
        "GET /v1/account/payments": "account:write",
        "PATCH /v1/account/payments": "account:write",
        "POST /v1/area/{slug}/payments": _PAY,
        "GET /v1/area/{slug}/payments/{payment_id}": _PAY,
        "POST /v1/area/{slug}/payments/{payment_id}/check": _PAY,
        "GET /v1/area/{slug}/methods": _PAY,
        "DELETE /v1/area/{slug}/methods/{method_id}": _PAY,
        "GET /area/{slug}/pay": _PAY,
        "POST /area/{slug}/pay": _PAY,
        "GET /area/{slug}/payments/{payment_id}": _PAY,
        "POST /area/{slug}/payments/{payment_id}/check": _PAY,
        "GET /area/{slug}/methods": _PAY,
        "POST /area/{slug}/methods/{method_id}/remove": _PAY,
    },
    scopes={
        "payments:read": {"staff", "viewer", "agent"},
        "payments:write": {"staff", "agent"},
        "payments:refund": set(),
    },
    unknown={
        "payment_id": "pay_01J9Z6X0000000000000000000",
        "provider": "yookassa",
        "key": "acc_01J9Z6.x",
        "method_id": "pm_01J9Z6X0000000000000000000",
    },
    bodies={"POST /v1/payments/{payment_id}/refund": {"reason": "x"}},
    owned=_owned,
)
