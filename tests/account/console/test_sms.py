"""Settings: the bounds on SMS, and their use."""

from datetime import timedelta

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import NotFound
from chalicelib.base.settings import settings
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy import sms_quota, table
from chalicelib.tenancy.model import SmsCeiling, SmsPolicy
from tests.account.console.forms import ROOT, filled_in, now_of, problem_at, saved, sent
from tests.support.api.desk import Desk, seen
from tests.support.api.people import People
from tests.support.world import acting_in

HERE = f"{ROOT}/sms"


def sent_sms(api: People, count: int, *, days_ago: int = 0, phone: str = "+79161234567") -> None:
    """Count SMS as sending them does."""
    tx = Transaction()
    day = now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
    bounds = [(kind, 10_000, lambda _: NotFound("over")) for kind in ("day", f"phone#{phone}", f"prefix#{phone[:-3]}")]
    table.count_sms(tx, account_id=api.account.id, day=day, bounds=bounds, messages=count)
    tx.commit()


def bounded(api: People, **bounds: int) -> None:
    accounts.change_account(acting_in(api.account), changes={"sms": SmsPolicy(**bounds)})


def test_every_bound_can_be_changed(api: People, desk: Desk) -> None:
    saved(
        desk,
        "sms",
        countries=["RU", "KZ"],
        other_countries="by, Am ;ua",
        per_day="50",
        per_phone_per_day="3",
        per_prefix_per_day="9",
        sender_id="OSMOTR",
    )

    bounds = now_of(api).sms
    assert bounds.countries == ("RU", "KZ", "BY", "AM", "UA")
    assert (bounds.per_day, bounds.per_phone_per_day, bounds.per_prefix_per_day) == (50, 3, 9)
    assert bounds.sender_id == "OSMOTR"
    form = filled_in(desk.get(HERE))
    assert (form["countries"], form["other_countries"]) == (["RU", "BY", "KZ", "AM"], "UA")


def test_no_country_at_all_is_a_choice(api: People, desk: Desk) -> None:
    typed = filled_in(desk.get(HERE))
    del typed["countries"]

    assert desk.post(HERE, typed).status == 303
    assert now_of(api).sms.countries == ()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("other_countries", "KZ XX", "There is no country XX. Write its two letters, such as KZ."),
        ("other_countries", "Russia", "There is no country RUSSIA. Write its two letters, such as KZ."),
        ("per_day", "-1", "Must be 0 or more."),
        ("per_day", "", "Must be a whole number."),
        ("per_day", "1000001", "Must be 1,000,000 or less."),
        ("per_phone_per_day", "many", "Must be a whole number."),
        ("per_prefix_per_day", "10001", "Must be 10,000 or less."),
        ("sender_id", "Ёлка", "Must be 3 to 11 Latin letters and digits."),
    ],
)
def test_what_is_wrong_is_said_at_its_field(api: People, desk: Desk, field: str, typed: str, said: str) -> None:
    before = now_of(api)

    answer = sent(desk, "sms", countries=["ES"], **{field: typed})

    assert answer.status == 422
    assert problem_at(answer, field) == said
    assert filled_in(answer).get(field, "") == typed
    assert filled_in(answer)["countries"] == "ES"
    assert now_of(api) == before


def test_the_use_of_today_and_of_the_days_before_is_shown(api: People, desk: Desk) -> None:
    bounded(api, per_day=100)
    for days_ago, count in ((0, 12), (1, 40), (3, 5), (4, 77)):
        sent_sms(api, count, days_ago=days_ago)

    page = desk.get(HERE)

    text = seen(page)
    assert "Today 12 12 % 12 %" in text
    assert " 40 40 % 40 %" in text
    assert " 0 0 % 0 %" in text
    assert " 5 5 % 5 %" in text
    assert "77" not in text
    assert page.text.count("<meter ") == 4
    assert "Of today's quota" not in text


def test_counters_of_the_days_that_are_shown_outlive_them(api: People) -> None:
    sent_sms(api, 1, days_ago=3)

    day = now().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=3)
    row = table.CounterRow.get(f"{api.account.id}#sms#{day:%Y-%m-%d}", "day")

    assert int(row.ttl or 0) > now().timestamp()


def test_phones_and_ranges_that_have_got_all_are_counted(api: People, desk: Desk) -> None:
    bounded(api, per_phone_per_day=2, per_prefix_per_day=4)
    for phone in ("+79161234501", "+79161234502"):
        sent_sms(api, 2, phone=phone)
    sent_sms(api, 1, phone="+79169999999")

    text = seen(desk.get(HERE))

    assert "2 phones have got all that they may today." in text
    assert "1 range of numbers has got all that it may today." in text


def test_phones_are_not_counted_where_that_would_be_dear(
    api: People, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sms_quota, "COUNTED_BY_PHONE", 4)
    sent_sms(api, 5)

    assert "have got all" not in seen(desk.get(HERE))


@pytest.mark.parametrize(("count", "warned"), [(79, False), (80, True), (100, True)])
def test_staff_are_told_at_80_per_cent(api: People, desk: Desk, count: int, warned: bool) -> None:
    bounded(api, per_day=100)
    sent_sms(api, count)

    assert (f"Of today's quota {count} % are used." in seen(desk.get(HERE))) is warned


def test_a_quota_of_nothing_is_not_nearly_used(api: People, desk: Desk) -> None:
    bounded(api, per_day=0)

    assert "Of today's quota" not in seen(desk.get(HERE))


def test_the_operators_ceiling_is_shown_and_not_passed(api: People, desk: Desk) -> None:
    accounts.set_sms_ceiling(api.account.id, SmsCeiling(countries=("RU", "UA"), per_day=70))

    text = seen(desk.get(HERE))
    answer = sent(desk, "sms", countries=["RU"], other_countries="SO", per_day="71")

    assert "The operator of this service allows 70 SMS a day in all" in text
    assert "allows SMS to: RU, UA." in text
    assert "Kazakhstan" not in text
    assert answer.status == 422
    assert problem_at(answer, "per_day") == "Must be 70 or less: the operator of this service allows no more."
    assert (
        problem_at(answer, "other_countries") == "The operator of this service allows no SMS to SO; it allows: RU, UA."
    )


def test_that_sms_are_held_is_said(api: People, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "No more SMS leave in this hour: the operator of this service limits how many."
    assert said not in seen(desk.get(HERE))

    monkeypatch.setenv("SMS_SEGMENTS_PER_HOUR", "0")
    settings.cache_clear()

    assert said in seen(desk.get(HERE))
    settings.cache_clear()
