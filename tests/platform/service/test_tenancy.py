"""Use cases of accounts against moto: settings, their cache, and the quotas of SMS."""

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import time_machine

from chalicelib.aws.clients import client
from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, Forbidden, NotFound, QuotaExceeded, Unauthenticated
from chalicelib.features.photos import service as photos
from chalicelib.identity import access, sessions
from chalicelib.identity import keys as api_keys
from chalicelib.identity import table as identity_table
from chalicelib.identity.model import Role, Scope, User
from chalicelib.tenancy import service, sms_quota, table
from chalicelib.tenancy.model import Account, SmsPolicy, sections_of
from tests.support.stored_settings import read
from tests.support.world import World, real_period

PHONE = "+79161234567"


@pytest.fixture
def calls(world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The calls that are made to DynamoDB, by name."""
    assert world
    made: list[str] = []
    dynamodb = client("dynamodb")
    really = dynamodb._make_api_call

    def counted(name: str, arguments: Any) -> Any:
        made.append(name)
        return really(name, arguments)

    monkeypatch.setattr(dynamodb, "_make_api_call", counted)
    yield made


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The process's own clock in seconds; its only entry may be changed."""
    seconds = [10_000.0]
    monkeypatch.setattr(recent, "_period", real_period)
    monkeypatch.setattr(recent, "time", SimpleNamespace(monotonic=lambda: seconds[0]))
    return seconds


def with_quotas(world: World, **quotas: Any) -> Account:
    return service.change_account(world.admin, changes={"sms": SmsPolicy(**quotas)})


def reserve(account: Account, phone: str = PHONE, *, messages: int = 1) -> None:
    tx = Transaction()
    sms_quota.reserve_sms(tx, account=account, phone=phone, messages=messages)
    tx.commit()


def test_settings_are_read_once_in_a_while(world: World, calls: list[str], clock: list[float]) -> None:
    for _ in range(3):
        assert service.load_account(world.account.id).name == world.account.name
    assert calls == ["Query"]

    clock[0] += recent.CACHE_SECONDS

    service.load_account(world.account.id)
    assert calls == ["Query"] * 2


def test_a_change_is_seen_at_once_where_it_was_made(world: World) -> None:
    service.load_account(world.account.id)

    service.change_account(world.admin, changes={"name": "Новое имя"})

    assert service.load_account(world.account.id).name == "Новое имя"
    assert service.load_account(world.other_account.id).name == world.other_account.name


def test_a_change_made_elsewhere_is_seen_after_a_while(world: World, clock: list[float]) -> None:
    service.load_account(world.account.id)
    stored_elsewhere = table.get_stored(world.account.id)
    assert stored_elsewhere is not None
    changed = stored_elsewhere.account.model_copy(update={"name": "Иначе"})
    table.replace(stored_elsewhere, changed, touched=sections_of(("name",)), otherwise=stale)

    assert service.load_account(world.account.id).name == world.account.name
    clock[0] += recent.CACHE_SECONDS
    assert service.load_account(world.account.id).name == "Иначе"


def test_the_later_of_two_changes_at_once_is_refused(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    before = table.get_stored(world.account.id)
    service.change_account(world.admin, changes={"name": "Первое"})
    monkeypatch.setattr(table, "get_stored", lambda _: before)

    with pytest.raises(Conflict):
        service.change_account(world.admin, changes={"name": "Второе"})

    monkeypatch.undo()
    recent.clear_recent()
    assert service.show_account(world.account.id).name == "Первое"


def test_an_account_is_created_once(world: World) -> None:
    with pytest.raises(Conflict):
        service.create_account(world.account)


def test_an_unknown_account_is_not_found_and_may_exist_later(world: World) -> None:
    newcomer = world.account.model_copy(update={"id": "acc_new"})
    with pytest.raises(NotFound):
        service.load_account("acc_new")

    service.create_account(newcomer)

    assert service.load_account("acc_new") == newcomer


def test_settings_survive_being_stored_whole(world: World) -> None:
    assert read(world.account.id) == world.account


def test_a_key_works_until_it_is_revoked(world: World, calls: list[str], clock: list[float]) -> None:
    key, secret = api_keys.add_api_key(
        account_id=world.account.id, name="Back-end", scopes=frozenset({Scope.CASES_READ, Scope.ACCOUNT_READ})
    )
    calls.clear()

    callers = [access.identify(secret) for _ in range(3)]

    assert {caller.actor for caller in callers} == {f"key:{key.id}"}
    assert callers[0].scopes == {Scope.CASES_READ, Scope.ACCOUNT_READ}
    # Once for all three: the key, its use, and whether its account is suspended.
    assert calls == ["GetItem", "UpdateItem", "GetItem"]
    clock[0] += recent.CACHE_SECONDS
    identity_table.KeyRow(f"key#{sessions.digest(secret)}", "key").update(
        actions=[identity_table.KeyRow.revoked.set(True)]
    )
    with pytest.raises(Unauthenticated):
        access.identify(secret)


def test_a_disabled_user_is_refused_after_a_while(
    world: World, clock: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    user = User(id="sub-1", account_id=world.account.id, email="a@b.example", role=Role.STAFF, created_at=now())
    identity_table.put_user(user)
    monkeypatch.setattr(
        "chalicelib.aws.staff_pool.verified_claims", lambda _: {"sub": "sub-1", "cognito:groups": ["staff"]}
    )

    assert access.identify("token").role == Role.STAFF
    identity_table.put_user(user.model_copy(update={"disabled": True}))
    clock[0] += recent.CACHE_SECONDS
    with pytest.raises(Forbidden):
        access.identify("token")


def test_a_phone_gets_so_many_sms_a_day(world: World) -> None:
    account = with_quotas(world, per_phone_per_day=2)

    reserve(account)
    reserve(account)
    with pytest.raises(QuotaExceeded) as refused:
        reserve(account)

    assert 0 < refused.value.retry_after <= 86_400
    reserve(account, "+79161234568")
    with time_machine.travel(datetime.now(UTC).timestamp() + 86_400):
        reserve(account)


def test_a_walk_through_one_range_of_numbers_reaches_its_quota(world: World) -> None:
    account = with_quotas(world, per_prefix_per_day=25)
    sent = 0

    for last in range(0, 1000, 10):
        try:
            reserve(account, f"+79161234{last:03}")
        except QuotaExceeded:
            continue
        sent += 1

    assert sent == 25
    reserve(account, "+79161235000")


def test_an_account_sends_so_many_sms_a_day(world: World) -> None:
    account = with_quotas(world, per_day=3)
    other = with_quotas_of_other(world, per_day=1)

    for last in range(3):
        reserve(account, f"+7916000100{last}")
    with pytest.raises(QuotaExceeded):
        reserve(account, "+79260001009")

    reserve(other, "+79160001000")


def with_quotas_of_other(world: World, **quotas: Any) -> Account:
    return service.change_account(world.stranger, changes={"sms": SmsPolicy(**quotas)})


@pytest.mark.parametrize("quota", ["per_day", "per_phone_per_day", "per_prefix_per_day"])
def test_a_quota_of_none_sends_none(world: World, quota: str) -> None:
    account = with_quotas(world, **{quota: 0})

    with pytest.raises(QuotaExceeded):
        reserve(account)


def test_several_messages_count_as_so_many(world: World) -> None:
    account = with_quotas(world, per_phone_per_day=3)

    reserve(account, messages=2)
    with pytest.raises(QuotaExceeded):
        reserve(account, messages=2)
    reserve(account, messages=1)


def test_what_is_over_the_quota_leaves_nothing_behind(world: World) -> None:
    with_quotas(world, per_phone_per_day=0)

    with pytest.raises(QuotaExceeded):
        photos.ask_for_photos(world.admin, photos.Asking(phone=PHONE, channels=("sms",)))

    items = client("dynamodb").scan(TableName="cases")["Items"]
    assert items == []
