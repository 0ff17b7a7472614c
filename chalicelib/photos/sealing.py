"""Answers that hold an owner's link: what is recorded of them for repetitions, and how they are made whole again."""

from typing import Any

from chalicelib.accounts.model import Caller
from chalicelib.api.blueprint import Sealing
from chalicelib.photos import service

_SECRET = ("link", "code", "qr_url")


def _strip(answer: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in answer.items() if name not in _SECRET}


def _restore(answer: dict[str, Any], caller: Caller) -> dict[str, Any]:
    link = service.derive_link(account_id=caller.account_id, case_id=answer["case_id"], request_id=answer["id"])
    address = service.address_of(link.token)
    return {**answer, "link": address, "code": link.code, "qr_url": f"{address}/qr.svg"}


#: Links are never stored, the record of an Idempotency-Key included: they are derived again.
LINKS = Sealing(strip=_strip, restore=_restore)
