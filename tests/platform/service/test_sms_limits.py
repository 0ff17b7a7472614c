"""The operator's ceiling on an account's SMS, and the deployment's budget of segments in an hour."""

from datetime import timedelta

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import Invalid, QuotaExceeded
from chalicelib.base.settings import settings
from chalicelib.tenancy import service, sms_quota
from chalicelib.tenancy.model import SmsCeiling, SmsPolicy
from chalicelib.tenancy.sms_limits import is_budget_used_up, spend_segments
from tests.support.sending import days_later
from tests.support.stored_settings import overwrite
from tests.support.world import World

BOUNDS = ("per_day", "per_phone_per_day", "per_prefix_per_day")


def test_the_operator_sets_a_ceiling_and_nothing_else_of_the_account(world: World) -> None:
    before = service.show_account(world.account.id)

    after = service.set_sms_ceiling(world.account.id, SmsCeiling(per_day=7, countries=("RU",)))

    assert (after.sms.per_day, after.sms.countries) == (7, ("RU",))
    assert service.load_account(world.account.id) == after
    changed = {"sms", "sms_ceiling", "version", "versions"}
    assert after.model_dump(exclude=changed) == before.model_dump(exclude=changed)
    assert service.show_account(world.other_account.id).sms.per_day == 2000


def test_what_was_chosen_counts_again_when_the_ceiling_is_lifted(world: World) -> None:
    service.set_sms_ceiling(world.account.id, SmsCeiling(per_day=7))

    assert service.set_sms_ceiling(world.account.id, SmsCeiling(per_day=9000)).sms.per_day == 2000
    assert service.change_account(world.admin, changes={"sms": SmsPolicy(per_day=9000)}).sms.per_day == 9000


@pytest.mark.parametrize("bound", BOUNDS)
def test_a_lowered_ceiling_stops_what_was_allowed_before(world: World, bound: str) -> None:
    account = service.set_sms_ceiling(world.account.id, SmsCeiling(**{bound: 0}))

    with pytest.raises(QuotaExceeded):
        sms_quota.reserve_sms(Transaction(), account=account, phone="+79161234567")


def test_all_that_is_over_the_ceiling_is_said_at_once(world: World) -> None:
    wish = SmsPolicy(countries=("RU", "SO", "LV"), per_day=2001, per_phone_per_day=21, per_prefix_per_day=201)

    with pytest.raises(Invalid) as refused:
        service.change_account(world.admin, changes={"sms": wish})

    said = {error.pointer: dict(error.params) for error in refused.value.errors}
    assert said.keys() == {"/quotas/countries/1", "/quotas/countries/2", *(f"/quotas/{bound}" for bound in BOUNDS)}
    assert said["/quotas/per_day"] == {"le": 2000}
    assert service.show_account(world.account.id).sms.per_day == 2000


def test_an_account_of_before_there_were_ceilings_is_read_within_them(world: World) -> None:
    overwrite(world.account, sms=SmsPolicy(countries=("RU", "SO"), per_day=1_000_000))

    found = service.show_account(world.account.id)

    assert (found.sms.countries, found.sms.per_day) == (("RU",), 2000)
    # The former value is no reason to refuse anything else.
    service.change_account(world.admin, changes={"name": "Другое"})


def test_an_hours_budget_is_never_passed_and_the_next_hour_has_its_own(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SMS_SEGMENTS_PER_HOUR", "5")
    settings.cache_clear()
    with days_later((now().replace(minute=0) + timedelta(hours=2) - now()) / timedelta(days=1)):
        taken = [spend_segments(world.account.id, segments) for segments in (2, 2, 2, 1)]
        assert taken == [True, True, False, True]
        assert is_budget_used_up(world.account.id)
        assert not spend_segments(world.other_account.id, 1)
        with days_later(1 / 24):
            assert not is_budget_used_up(world.account.id)
            assert spend_segments(world.account.id, 5)
            assert not spend_segments(world.account.id, 6)
    settings.cache_clear()


@pytest.mark.parametrize("per_cent", ["60", "69"])
def test_one_account_leaves_the_others_a_part_of_the_hour(
    world: World, monkeypatch: pytest.MonkeyPatch, per_cent: str
) -> None:
    ours, theirs = world.account.id, world.other_account.id
    monkeypatch.setenv("SMS_SEGMENTS_PER_HOUR", "10")
    monkeypatch.setenv("SMS_SHARE_PER_CENT", per_cent)  # a part of a segment counts for nothing
    settings.cache_clear()
    with days_later((now().replace(minute=0) + timedelta(hours=2) - now()) / timedelta(days=1)):
        assert [spend_segments(ours, 1) for _ in range(8)] == [True] * 6 + [False] * 2
        assert (is_budget_used_up(ours), is_budget_used_up(theirs)) == (True, False)
        assert not spend_segments(theirs, 5)
        assert [spend_segments(theirs, 2) for _ in range(3)] == [True, True, False]  # refused messages were not counted
        assert is_budget_used_up(theirs)
    settings.cache_clear()
