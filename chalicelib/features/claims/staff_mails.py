"""E-mails to the staff about claims: to the handler, without one to the administrators."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.autolinks import unlinked
from chalicelib.features.cases import service as cases
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.stages import Move, Stage
from chalicelib.identity.principals import user_id_of
from chalicelib.outbox import service as outbox

_LONGEST_TITLE = 80
#: By move of a client, the notice of it. A rejection and its undoing leave staff nothing to do.
_BY_MOVE: Mapping[Move, str] = MappingProxyType(
    {
        Move.START: "claim_started_by_client",
        Move.SEND: "claim_complete",
        Move.ACCEPT: "claim_accepted",
        Move.DISPUTE: "claim_disputed",
        Move.WITHDRAW: "claim_withdrawn",
        Move.REOPEN: "claim_reopened",
    }
)


def mail_staff(
    tx: Transaction, claim: Claim, notice: str, *, title: str = "", at: datetime | None = None, **params: str
) -> None:
    """Queue an e-mail about a claim; `params` are those of the notice beside the case.

    `title`: of a case that is written in the same transaction.
    """
    handler = user_id_of(claim.handler) if claim.handler else None
    data = {
        "notice": notice,
        "params": {"case_id": claim.case_id, "case": _title(title) if title else _title_of(claim), **params},
        "channel": "email",
        **({"user_id": handler} if handler else {}),
    }
    outbox.queue_message(tx, account_id=claim.account_id, data=data, at=at)


def mail_move(tx: Transaction, claim: Claim, made: Move) -> None:
    """Queue the e-mail about a move that the client has made.

    Of documents that are all there, the staff hear once: when the last one came, or when the client sends them.
    """
    notice = _BY_MOVE.get(made)
    if notice is not None and not (made is Move.SEND and claim.told_complete):
        mail_staff(tx, claim, notice)


def told_if_complete(tx: Transaction, claim: Claim) -> Claim:
    """Queue the e-mail about a claim that lacks no document any more, once. Returns the claim, to be written."""
    if claim.stage is not Stage.DOCUMENTS or claim.missing or claim.told_complete:
        return claim
    mail_staff(tx, claim, "claim_complete")
    return claim.model_copy(update={"told_complete": True})


def _title_of(claim: Claim) -> str:
    case = cases.load_case(claim.account_id, claim.case_id)
    return _title(case.shown_title) if case else f"…{claim.id[-6:]}"


def _title(title: str) -> str:
    return unlinked(title[:_LONGEST_TITLE])
