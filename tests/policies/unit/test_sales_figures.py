"""Counts that changes of policies bring to the figures of sales."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from chalicelib.features.policies.model import Cancellation, Channel, Instalment, Insured, Policy, Source
from chalicelib.features.policies.sales_figures import SalesGroup, changed_counts, tally

MOSCOW = ZoneInfo("Europe/Moscow")
#: 00:30 on 1 December in Moscow.
ISSUED = datetime(2026, 11, 30, 21, 30, tzinfo=UTC)
DECEMBER, FEBRUARY = (SalesGroup(month, "agent-1", "kasko", "RUB") for month in ("2026-12", "2027-02"))


def instalments(*paid: datetime | None) -> tuple[Instalment, ...]:
    dues = (date(2026, 12, 5), date(2027, 2, 5))
    return tuple(
        Instalment(number=number, amount=Decimal("50.05"), due=due, paid_at=at)
        for number, (due, at) in enumerate(zip(dues, paid, strict=True), start=1)
    )


def policy(**changes: Any) -> Policy:
    values = {
        "id": "pol_1",
        "account_id": "acc_1",
        "number": "K-1",
        "client_id": "cli_1",
        "holder": "x",
        "channel": Channel.AGENT,
        "sold_by": "agent-1",
        "insured": Insured(product="kasko", begins=date(2026, 12, 5), ends=date(2027, 12, 4), currency="RUB"),
        "premium": Decimal("100.10"),
        "instalments": instalments(None, None),
        "issued_at": ISSUED,
        "created_by": "system",
        "changed_at": ISSUED,
        "counted": True,
        **changes,
    }
    return Policy.model_validate(values)


def test_a_sale_counts_in_the_month_of_the_accounts_zone() -> None:
    counts = changed_counts(None, policy(), MOSCOW)

    assert {group: dict(each) for group, each in counts.items()} == {
        DECEMBER: {"sales": 1, "written": 10010, "open_05": 1, "unpaid_05": 5005},
        FEBRUARY: {"open_05": 1, "unpaid_05": 5005},
    }


def test_a_payment_counts_in_its_month_and_ends_an_open_instalment() -> None:
    paid = policy(instalments=instalments(ISSUED, None))

    assert changed_counts(policy(), paid, MOSCOW) == {DECEMBER: {"received": 5005, "open_05": -1, "unpaid_05": -5005}}


def test_money_that_went_back_whole_is_a_refund_and_the_instalment_is_open_again() -> None:
    paid, later = policy(instalments=instalments(ISSUED, None)), datetime(2027, 2, 1, tzinfo=UTC)
    back = policy(changed_at=later)

    assert changed_counts(paid, back, MOSCOW) == {
        FEBRUARY: {"refunded": 5005},
        DECEMBER: {"open_05": 1, "unpaid_05": 5005},
    }


def test_a_cancellation_ends_open_instalments_and_counts_its_refund() -> None:
    paid, later = policy(instalments=instalments(ISSUED, None)), datetime(2027, 2, 1, tzinfo=UTC)
    ended = Cancellation(effective=date(2027, 2, 1), reason="x", at=later, by="x", refund=Decimal("7.07"))
    cancelled = paid.model_copy(update={"cancelled": ended, "refunded": Decimal("7.07"), "changed_at": later})

    assert changed_counts(paid, cancelled, MOSCOW) == {
        FEBRUARY: {"refunded": 707, "open_05": -1, "unpaid_05": -5005},
    }


def test_a_policy_of_before_is_counted_whole_by_its_next_change() -> None:
    before = policy(counted=False, instalments=instalments(ISSUED, None))
    after = policy(instalments=instalments(ISSUED, None), version=2)

    assert changed_counts(before, after, MOSCOW) == changed_counts(None, after, MOSCOW)
    assert changed_counts(None, after, MOSCOW)[DECEMBER]["received"] == 5005


def test_r14_a_policy_that_was_sold_elsewhere_is_not_counted() -> None:
    assert changed_counts(None, policy(source=Source.EXTERNAL, channel=Channel.EXTERNAL), MOSCOW) == {}


def test_instalments_are_due_from_their_day_and_late_after_the_days_of_grace() -> None:
    counts = changed_counts(None, policy(), MOSCOW)

    def as_of(today: date, late_before: date) -> tuple[int, int, Decimal]:
        found = tally(counts.items(), "RUB", today=today, late_before=late_before)
        return found.due, found.late, found.due_sum.amount

    assert as_of(date(2026, 12, 4), date(2026, 11, 19)) == (0, 0, Decimal("0.00"))
    assert as_of(date(2026, 12, 5), date(2026, 11, 20)) == (1, 0, Decimal("50.05"))
    assert as_of(date(2026, 12, 20), date(2026, 12, 5)) == (1, 0, Decimal("50.05"))
    assert as_of(date(2026, 12, 21), date(2026, 12, 6)) == (1, 1, Decimal("50.05"))
    assert as_of(date(2027, 2, 5), date(2027, 1, 21)) == (2, 1, Decimal("100.10"))


def test_amounts_are_in_the_units_of_their_currency() -> None:
    insured = policy().insured.model_copy(update={"currency": "CLP"})
    sold = policy(insured=insured, premium=Decimal(15000), instalments=())

    ((group, counts),) = changed_counts(None, sold, MOSCOW).items()
    found = tally([(group, counts)], "CLP", today=date(2027, 1, 1), late_before=date(2026, 12, 1))
    assert (group.currency, counts["written"], str(found.written.amount)) == ("CLP", 15000, "15000")
