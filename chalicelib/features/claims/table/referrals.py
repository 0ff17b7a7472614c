"""Referrals of claims in the table: rows of their claim's collection; the workshops that were used last."""

from collections.abc import Sequence

from chalicelib.aws.claim_items import claim_key
from chalicelib.aws.dynamo import Transaction
from chalicelib.features.claims.repair.model import Referral, Workshop
from chalicelib.features.claims.table.rows import ReferralRow, WorkshopsRow

_BEGINS, _WORKSHOPS = "ref#", "workshops"
#: Workshops that are offered.
_MOST = 10


def list_referrals(account_id: str, claim_id: str) -> list[Referral]:
    """Query: all referrals of a claim, the latest first; a handful."""
    begins = ReferralRow.sk.startswith(_BEGINS)
    rows = ReferralRow.query(claim_key(account_id, claim_id), begins, consistent_read=True, scan_index_forward=False)
    return [row.model() for row in rows]


def put_referral(tx: Transaction, account_id: str, claim_id: str, referral: Referral, *, since: int | None) -> None:
    """Write a referral that is of the version `since`; None: a new one."""
    document = referral.model_dump(mode="json", exclude={"version"}, exclude_none=True)
    row = ReferralRow(
        claim_key(account_id, claim_id), f"{_BEGINS}{referral.id}", document=document, version=referral.version
    )
    tx.put(row, condition=ReferralRow.pk.does_not_exist() if since is None else ReferralRow.version == since)


def list_workshops(account_id: str) -> tuple[Workshop, ...]:
    """GetItem: the workshops that an account has used last, the latest first."""
    try:
        row = WorkshopsRow.get(f"{account_id}#{_WORKSHOPS}", _WORKSHOPS, consistent_read=True)
    except WorkshopsRow.DoesNotExist:
        return ()
    return tuple(Workshop.model_validate(each) for each in row.document)


def remember_workshop(tx: Transaction, account_id: str, workshop: Workshop, known: Sequence[Workshop]) -> None:
    """Write a workshop as the one used last, before those known. Of two at once the later wins: it is an offer."""
    others = [each for each in known if each.name != workshop.name]
    document = [each.model_dump(mode="json") for each in (workshop, *others)[:_MOST]]
    tx.put(WorkshopsRow(f"{account_id}#{_WORKSHOPS}", _WORKSHOPS, document=document))
