"""The days that claims stay in a stage: whole ones, with a median of enough of them."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from chalicelib.features.claims.facts import ClaimFacts
from chalicelib.features.claims.figures import Stays, changed_counts, stays_by_kind, stays_of, summed
from chalicelib.features.claims.model import Claim
from chalicelib.features.claims.process_defaults import usual_processes
from chalicelib.features.claims.stages import Stage

NOW = datetime(2026, 12, 1, 9, tzinfo=UTC)


def left(after: timedelta, kind: str | None = None) -> Counter[str]:
    """Return the counts that a claim adds to its stage when it leaves that after some time."""
    rules = next(each for each in usual_processes() if each.code == "kasko")
    claim = Claim(
        id="claim_1",
        account_id="acc_1",
        case_id="case_1",
        process="kasko",
        stage=Stage.DOCUMENTS,
        facts=ClaimFacts(kind=kind),
        rules=rules,
        reached={Stage.DOCUMENTS: NOW - after},
        opened_at=NOW - after,
        opened_by="system",
        changed_at=NOW - after,
    )
    moved = claim.model_copy(update={"stage": Stage.REVIEW})
    counts = changed_counts(claim, moved, NOW, ZoneInfo("Europe/Madrid"))
    return next(each for group, each in counts.items() if group.stage == "documents")


@pytest.mark.parametrize(
    ("after", "days"),
    [
        (timedelta(hours=11, minutes=59), 0),
        (timedelta(hours=12), 1),
        (timedelta(days=6, hours=11), 6),
        (timedelta(days=6, hours=12), 7),
        (timedelta(days=2000), 730),
    ],
)
def test_a_stay_counts_as_whole_days(after: timedelta, days: int) -> None:
    assert stays_of(summed([left(after)] * 20)) == Stays(20, days)


def test_under_twenty_stays_nothing_is_said() -> None:
    assert stays_of(summed([left(timedelta(days=3))] * 19)) == Stays(19, None)


def test_kinds_of_loss_have_medians_of_their_own() -> None:
    many = [left(timedelta(days=2), "breakage")] * 20
    others = [*[left(timedelta(days=9), "no_loss")] * 3, left(timedelta(days=30))]

    counts = summed([*many, *others])

    assert stays_of(counts) == Stays(24, 2)
    assert stays_by_kind(counts) == {"breakage": Stays(20, 2), "no_loss": Stays(3, None)}


def test_stays_of_before_they_were_measured_have_no_median() -> None:
    former = {"left": 50, "minutes": 50 * 24 * 60}

    assert stays_of(former) == Stays(0, None)
