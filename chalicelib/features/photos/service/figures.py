"""Figures of photo requests, counted in the transactions of the changes."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.features.photos.figures import (
    asked_group,
    ended_group,
    final_counts,
    initial_counts,
)
from chalicelib.features.photos.model import PhotoRequest, RequestStatus
from chalicelib.features.photos.table import figures as table


def count_asked(tx: Transaction, request: PhotoRequest) -> None:
    """Count a request as made."""
    table.add(
        tx,
        account_id=request.account_id,
        group=asked_group(request),
        counts=initial_counts(request),
        spread_by=request.id,
    )


def count_end(tx: Transaction, ended: PhotoRequest) -> PhotoRequest:
    """Count a request at its end, and return it as it is to be written.

    That write has a condition on the version, so that the request counts once. An expired one may be reopened by more
    days: it keeps its counts, to have them taken back.
    """
    counts = final_counts(ended)
    table.add(tx, account_id=ended.account_id, group=ended_group(ended), counts=counts, spread_by=ended.id)
    return ended.model_copy(update={"counted": counts}) if ended.status == RequestStatus.EXPIRED else ended


def subtract_end(tx: Transaction, before: PhotoRequest, reopened: PhotoRequest) -> PhotoRequest:
    """Subtract the counts of a request that is open again, and return it as it is to be written."""
    if before.counted:
        counts = {name: -count for name, count in before.counted.items()}
        table.add(tx, account_id=before.account_id, group=ended_group(before), counts=counts, spread_by=before.id)
    return reopened.model_copy(update={"counted": None})
