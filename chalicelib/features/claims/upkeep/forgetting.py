"""Erasure of a client from claims: of typed texts first, of the claims at the end of the retention.

Stage, kind of loss, moments, sums and decisions stay until then as proof of the settlement.
"""

from collections.abc import Iterator

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.cases.forgetting import forget_said
from chalicelib.features.claims import events, service, table
from chalicelib.features.claims.documents.keys import archives_of
from chalicelib.features.claims.documents.reviewing import erase_documents
from chalicelib.features.claims.model import Claim, Wanted, case_id_of
from chalicelib.features.claims.repair.subjects import referral_subject
from chalicelib.features.claims.table.deadlines import list_deadlines, put_deadline
from chalicelib.features.claims.table.documents import list_documents, replace_document
from chalicelib.features.claims.table.referrals import list_referrals
from chalicelib.features.printing import service as printing
from chalicelib.identity.principals import System, actor_of

_SYSTEM = actor_of(System())
_AT_ONCE = 25
#: Facts that people typed, and those of the goods; numbers of papers stay.
_TYPED = ("place", "description", "driver", "police_reference")
_TYPED_OF_GOODS = ("description", "carrier", "place_of_delivery")
#: In place of an erased reason.
_NOTHING = "-"


def forget(account_id: str, client_id: str) -> None:
    """Erase typed texts from a client's claims and their histories. Idempotent."""
    for claim_id in _ids(account_id, client_id):
        retry_stale(lambda each=claim_id: _forget(account_id, each))  # type: ignore[misc]
        retry_stale(lambda each=claim_id: _forget_waivers(account_id, each))  # type: ignore[misc]
        retry_stale(lambda each=claim_id: _forget_refusals(account_id, each))  # type: ignore[misc]
        table.forget_typed(account_id, claim_id)
        forget_said(account_id, case_id_of(claim_id), begins="claim.", names=table.TYPED)
        photo_bucket.erase_under(archives_of(account_id, claim_id))


def end(account_id: str, client_id: str) -> None:
    """Delete a client's claims with everything in their collections. Idempotent."""
    for claim_id in _ids(account_id, client_id):
        erase_documents(account_id, claim_id)
        _erase_referrals(account_id, claim_id)
        table.delete_collection(account_id, claim_id)
        retry_stale(lambda each=claim_id: _delete(account_id, each))  # type: ignore[misc]


def _ids(account_id: str, client_id: str) -> Iterator[str]:
    """Yield the ids of a client's claims, a page at a time; each page is read before it changes."""
    after: str | None = None
    while True:
        found, after = table.list_claims(account_id, Wanted(client_id=client_id), after=after, limit=_AT_ONCE)
        yield from [each.id for each in found]
        if after is None:
            return


def _forget(account_id: str, claim_id: str) -> None:
    before = table.get_claim(account_id, claim_id)
    if before is None or not _holds_texts(before):
        return
    goods = before.facts.cargo.model_copy(update=dict.fromkeys(_TYPED_OF_GOODS)) if before.facts.cargo else None
    changes = {
        "facts": before.facts.model_copy(update={**dict.fromkeys(_TYPED), "cargo": goods}),
        "asked": tuple(each.model_copy(update={"reason": _NOTHING}) for each in before.asked),
        "paid": before.paid.model_copy(update={"reason": ""}) if before.paid else None,
        "rejection": before.rejection.model_copy(update={"text": ""}) if before.rejection else None,
    }
    tx = Transaction()
    after = service.save(tx, before, service.touched(before, **changes))
    events.note_apart(tx, after, actor=_SYSTEM, type="claim.erased")
    tx.commit()


def _forget_waivers(account_id: str, claim_id: str) -> None:
    """Erase the typed reasons for which deadlines were waived. Waived ones are due no more."""
    claim = table.get_claim(account_id, claim_id)
    for each in list_deadlines(account_id, claim_id).values():
        if claim is not None and each.waived is not None and each.waived.reason != _NOTHING:
            waived = each.waived.model_copy(update={"reason": _NOTHING})
            after = each.model_copy(update={"waived": waived, "version": each.version + 1})
            tx = Transaction()
            put_deadline(tx, claim, each, after, None)
            tx.commit()


def _forget_refusals(account_id: str, claim_id: str) -> None:
    """Erase the reasons for which staff refused documents; those of the inspection are codes."""
    for each in list_documents(account_id, claim_id):
        if each.reason not in {"", _NOTHING}:
            tx = Transaction()
            replace_document(tx, each, each.model_copy(update={"reason": _NOTHING, "version": each.version + 1}))
            tx.commit()


def _erase_referrals(account_id: str, claim_id: str) -> None:
    """Erase the printed referrals of a claim with their files, before the rows that name them."""
    for each in list_referrals(account_id, claim_id):
        printing.erase_documents(account_id, referral_subject(case_id_of(claim_id), each.id))


def _holds_texts(claim: Claim) -> bool:
    typed = [getattr(claim.facts, name) for name in _TYPED] + [each.reason != _NOTHING for each in claim.asked]
    of_goods = [getattr(claim.facts.cargo, name, None) for name in _TYPED_OF_GOODS]
    of_ends = [claim.paid and claim.paid.reason, claim.rejection and claim.rejection.text]
    return any((*typed, *of_goods, *of_ends))


def _delete(account_id: str, claim_id: str) -> None:
    claim = table.get_claim(account_id, claim_id)
    if claim is not None:
        tx = Transaction()
        table.delete_claim(tx, claim)
        tx.commit()
