"""Limits of one link and one address: no owner ever notices them, and no flood gets past.

Behind one address there may be a family, an office or a mobile operator's hundreds of owners. A page asks for its state
every 1 to 12 seconds, perhaps in several tabs on two devices. A request may have hundreds of photos.

Calls are counted in the memory of the process, which costs nothing. The true limit is a multiple of it; API Gateway's
throttling stands before it. Writes are counted exactly, in the transactions that write, so that counting costs no round
trip. A call that finds nothing to write is a read. The reservations of one link are counted in the request itself
(table.MAX_RESERVATIONS).
"""

import time
from collections import Counter

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.rate_limits import TOO_MANY, count_attempt_in
from chalicelib.aws.shards import shard
from chalicelib.base.errors import QuotaExceeded
from chalicelib.features.photos.model import Found

#: Calls in a minute and a process.
CALLS_OF_LINK, CALLS_OF_ADDRESS, CALL_SECONDS = 1200, 6000, 60
#: Writes in ten minutes. Those of an address are counted in parts by request, so that its owners don't wait for one
#: another at one item.
WRITES_OF_LINK, WRITES_OF_ADDRESS_PART, WRITE_SECONDS = 2000, 3000, 600


class _Tally:
    """Calls by subject in the present minute; the past is forgotten at once, so it can't grow."""

    def __init__(self) -> None:
        self.minute = 0
        self.calls: Counter[str] = Counter()

    def take(self, subject: str, *, limit: int) -> None:
        moment = int(time.time())
        if moment // CALL_SECONDS != self.minute:
            self.minute = moment // CALL_SECONDS
            self.calls.clear()
        self.calls[subject] += 1
        if self.calls[subject] > limit:
            raise QuotaExceeded(TOO_MANY, retry_after=CALL_SECONDS - moment % CALL_SECONDS)


_tally = _Tally()


def count_call(digest: str | None, *, address: str) -> None:
    """Count a call with a token (its digest; None for a malformed one) from an address. Raises QuotaExceeded."""
    _tally.take(f"address {address}", limit=CALLS_OF_ADDRESS)
    if digest is not None:
        _tally.take(digest, limit=CALLS_OF_LINK)


def count_reservation(tx: Transaction, found: Found, *, address: str) -> None:
    """Count a photo that is announced from an address; over the limit the transaction is QuotaExceeded."""
    part = f"{address} {shard(str(found.request_id))}"
    count_attempt_in(tx, "owner-address", part, limit=WRITES_OF_ADDRESS_PART, seconds=WRITE_SECONDS)


def count_write(tx: Transaction, found: Found, *, address: str) -> None:
    """Count any other change by a link and from an address; over a limit the transaction is QuotaExceeded."""
    count_attempt_in(tx, "owner-link", str(found.request_id), limit=WRITES_OF_LINK, seconds=WRITE_SECONDS)
    count_reservation(tx, found, address=address)


def reset() -> None:
    """Count anew, as a new process does."""
    _tally.minute = 0
