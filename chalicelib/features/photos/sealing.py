"""Answers that hold an owner's link: their record for repetitions without it, and its restoration."""

from typing import Any

from chalicelib.features.photos import service
from chalicelib.features.photos.links import FORMER_CODE_LENGTH, token_digest
from chalicelib.http.blueprint import Sealing
from chalicelib.identity.model import Caller

_SECRET = ("link", "code", "qr_url")
#: Kept in the record beside the answer: the length of the code. Records of before have none.
_LENGTH = "code_length"
#: The digest of the token, in which form it is stored elsewhere, too; it finds the generation of the key again.
_DIGEST = "token_digest"


def _strip(answer: dict[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in answer.items() if name not in _SECRET}
    digest = token_digest(answer["link"].rpartition("/")[2])
    return {**kept, _LENGTH: len(answer["code"].replace("-", "")), _DIGEST: digest}


def _restore(answer: dict[str, Any], caller: Caller) -> dict[str, Any]:
    length = int(answer.get(_LENGTH, FORMER_CODE_LENGTH))
    ids = {"account_id": caller.account_id, "case_id": answer["case_id"], "request_id": answer["id"]}
    link = service.derive_link(**ids, code_length=length, digest=answer.get(_DIGEST))
    address = service.address_of(link.token)
    said = {name: value for name, value in answer.items() if name not in {_LENGTH, _DIGEST}}
    return {**said, "link": address, "code": link.code, "qr_url": f"{address}/qr.svg"}


#: Links are never stored, the record of an Idempotency-Key included: they are derived again.
LINKS = Sealing(strip=_strip, restore=_restore)
