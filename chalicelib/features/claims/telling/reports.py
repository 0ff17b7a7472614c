"""Delivery reports of e-mails about claims to people of companies."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.messaging import locators
from chalicelib.messaging.model import Report
from chalicelib.messaging.reasons import SUPPRESSING, known
from chalicelib.messaging.suppressions import suppress

_NAMING = "person_told"


def add_told(tx: Transaction, provider_id: str, account_id: str, person_id: str, address: str) -> None:
    """Make an e-mail to a person findable by the id that its report names."""
    locators.add_provider_id(tx, provider_id, {"account_id": account_id, _NAMING: person_id, "address": address})


def track(report: Report) -> bool:
    """Suppress the address of an e-mail after a failure for good. Returns False if the message is none of these."""
    ids = locators.find_reported(report, naming=_NAMING)
    if ids is None:
        return False
    reason = known(report.reason) if report.reason else None
    if reason is not None and reason in SUPPRESSING:
        tx = Transaction()
        suppress(tx, account_id=ids["account_id"], channel="email", address=ids["address"], reason=reason)
        tx.commit()
    return True
