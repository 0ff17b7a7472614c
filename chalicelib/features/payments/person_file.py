"""The payments of a client in the export of everything that is held about it."""

import json
from collections.abc import Iterator
from typing import Any

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.personal import HeldFile
from chalicelib.features.payments import table
from chalicelib.features.payments.model import Payment
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may

_NOT_SEEN = N_("This client has payments. Whoever made this file sees no payments: ask an administrator.")
#: Fields that say nothing about the person.
_INTERNAL = {"account_id", "looks", "is_stuck", "page", "url"}
_OF_REFUND = {"money", "state", "reason", "created_at"}


def files(caller: Caller, client: Client, language: Language) -> Iterator[HeldFile]:
    """Yield payments.json with payments, refunds and labels of saved methods; a note for callers who see none."""
    found = table.list_of_payer(client.account_id, client.id)
    methods = table.list_methods(client.account_id, client.id)
    if not found and not methods:
        return
    if not may(caller, "payments:read"):
        yield HeldFile("payments.txt", text(language, _NOT_SEEN).encode())
        return
    held = {
        "payments": [_held(each) for each in found],
        "saved_methods": [{"label": each.label, "since": each.created_at.isoformat()} for each in methods],
    }
    yield HeldFile("payments.json", json.dumps(held, ensure_ascii=False, indent=1).encode())


def _held(payment: Payment) -> dict[str, Any]:
    refunds = table.list_refunds(payment.account_id, payment.id)
    return {
        **payment.model_dump(mode="json", exclude_none=True, exclude=_INTERNAL),
        "refunds": [
            each.model_dump(mode="json", include={"money", "state", "reason", "created_at"}) for each in refunds
        ],
    }
