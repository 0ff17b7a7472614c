"""Claims that stay in a stage for some days, counted by production's own code."""

from datetime import timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.recent import clear_recent
from chalicelib.features.claims import counting, table
from chalicelib.features.claims.stages import Stage
from tests.support.api.people import People


def stayed(api: People, claim_id: str, *days: float, kind: str | None = None) -> None:
    """Count claims like one that leave its stage now, one for each number of days that they were in it."""
    claim = table.get_claim(api.account.id, claim_id)
    assert claim is not None
    facts = claim.facts.model_copy(update={"kind": kind}) if kind else claim.facts
    for each in days:
        since = now() - timedelta(days=each)
        before = claim.model_copy(update={"facts": facts, "reached": {claim.stage: since}})
        tx = Transaction()
        counting.count_change(tx, before, before.model_copy(update={"stage": Stage.CLOSED}))
        tx.commit()
    clear_recent()
