"""A season of photo requests as they happen, for looking at figures: made up, and counted by production's own code."""

import random
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from datetime import UTC, datetime, time, timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.base.languages import Language
from chalicelib.features.photos.figures import WEEK, Group, asked_group, ended_group, final_counts, monday
from chalicelib.features.photos.model import Device, PhotoRequest, RequestStatus
from chalicelib.features.photos.table import figures

_ROWS_AT_ONCE = 100
_CHANNELS: list[tuple[Channel, ...]] = [("sms",), ("email",), ("sms", "email"), ()]
_DEVICES: list[Device] = ["phone", "tablet", "desktop"]
_LANGUAGES: list[Language] = ["ru", "es", "en"]
#: The part of messages of which a delivery is reported.
_REPORTED = 0.7
#: The median time of an owner for each step, in seconds.
_TO_OPEN, _TO_BEGIN, _TO_END = 1500, 50, 160


def season(*, account_id: str, weeks: int = 16, a_week: int = 60, seed: int = 1) -> Iterator[PhotoRequest]:
    """Yield the requests of so many weeks up to now, ever better answered. Those of the last days are still open."""
    chance = random.Random(seed)
    first = datetime.combine(monday(now().date()), time(9), UTC) - (weeks - 1) * WEEK
    for week in range(weeks):
        for _ in range(int(a_week * chance.uniform(0.75, 1.25))):
            made_at = first + week * WEEK + timedelta(hours=chance.uniform(0, 108))
            if made_at < now():
                yield _request(chance, account_id, made_at, willing=0.58 + 0.014 * week)


def record(account_id: str, requests: Iterator[PhotoRequest], *, left_out: Collection[str] = ()) -> None:
    """Count requests as the transactions that make and end them do, the sums of each row at once.

    `left_out`: counts that rows don't have, as those of before they were counted.
    """
    counts: dict[Group, Counter[str]] = defaultdict(Counter)
    for request in requests:
        counts[asked_group(request)]["asked"] += 1
        if request.status != RequestStatus.CREATED:
            told = {name: count for name, count in final_counts(request).items() if name not in left_out}
            counts[ended_group(request)].update(told)
    rows = list(counts.items())
    for place in range(0, len(rows), _ROWS_AT_ONCE):
        tx = Transaction()
        for group, counted in rows[place : place + _ROWS_AT_ONCE]:
            figures.add(tx, account_id=account_id, group=group, counts=counted, spread_by="season")
        tx.commit()


def _request(chance: random.Random, account_id: str, made_at: datetime, *, willing: float) -> PhotoRequest:
    channels = chance.choices(_CHANNELS, weights=[60, 22, 14, 4])[0]
    asked = PhotoRequest(
        id=new_id("req"),
        account_id=account_id,
        case_id=new_id("case"),
        categories=(),
        channels=channels,
        language=chance.choices(_LANGUAGES, weights=[80, 14, 6])[0],
        created_at=made_at,
        created_by="user:season",
        expires_at=made_at + timedelta(days=7),
        sent_at=made_at + timedelta(seconds=chance.uniform(1, 4)) if channels else None,
    )
    asked = asked.model_copy(update={"delivered_at": _reported_at(asked)})
    answered = _answered(chance, asked, willing=willing - (0.12 if channels == ("email",) else 0))
    ends_at = answered.completed_at or asked.expires_at
    return answered if ends_at <= now() else asked


def _answered(chance: random.Random, asked: PhotoRequest, *, willing: float) -> PhotoRequest:
    """Return a request with its end."""
    if chance.random() < 0.04:
        return asked.model_copy(update={"status": RequestStatus.REVOKED})
    if chance.random() < 0.5 * (1 - willing):
        return asked.model_copy(update={"status": RequestStatus.EXPIRED})
    opened_at = asked.created_at + timedelta(seconds=_lasting(chance, _TO_OPEN, spread=1.6))
    first_photo_at = opened_at + timedelta(seconds=_lasting(chance, _TO_BEGIN, spread=0.7))
    completed_at = first_photo_at + timedelta(seconds=_lasting(chance, _TO_END, spread=0.9))
    done = chance.random() < willing + 0.5 * (1 - willing) and completed_at < asked.expires_at
    photos = chance.randint(2, 9) if done else chance.choice([0, 0, 1, 2])
    moments = {"opened_at": opened_at, "first_photo_at": first_photo_at if photos else None}
    moments["delivered_at"] = asked.delivered_at or (opened_at if asked.sent_at else None)
    return asked.model_copy(
        update={
            **moments,
            "completed_at": completed_at if done else None,
            "filed": {"damage": photos},
            "status": RequestStatus.COMPLETED if done else RequestStatus.EXPIRED,
            "device": chance.choices(_DEVICES, weights=[86, 5, 9])[0],
            "rejected": int(chance.random() < 0.06),
            "retakes": int(chance.random() < 0.3),
            "doubtful": int(chance.random() < 0.12),
        }
    )


def _reported_at(asked: PhotoRequest) -> datetime | None:
    """Return the moment of a message's delivery, if that was reported at once."""
    chance = random.Random(asked.created_at.timestamp())  # its own: the owner's further acts stay as they were
    if asked.sent_at is None or chance.random() > _REPORTED:
        return None
    return asked.sent_at + timedelta(seconds=_lasting(chance, 4, spread=1.2))


def _lasting(chance: random.Random, median: float, *, spread: float) -> float:
    return median * chance.lognormvariate(0, spread)
