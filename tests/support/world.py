"""A small world in moto: the tables of infra/system, the bucket, the secret, and accounts to act in."""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any, cast

import boto3
import pytest
import time_machine
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber
from moto.core.models import MockAWS

from chalicelib.aws import clients, photo_bucket, rate_limits, secret_keys, staff_pool
from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.base.settings import settings
from chalicelib.features.photos.service import limits
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.categories import Category
from chalicelib.tenancy.model import Account, Process, ProcessField, SupportPhone, Template
from infra.system import TABLES
from infra.system.rendering import schema
from tests.support import quick_moto
from tests.support.moto_states import beginning, remembered, something_called
from tests.support.sessions import new_session

quick_moto.install()

#: The period of production's caches of settings, users and keys; in a world it never ends by itself.
real_period = recent._period
#: Of the installed features; a world is remembered, also if a test mounts others.
EVERY_SCOPE = all_scopes()


@dataclass(frozen=True)
class World:
    """Two accounts; `admin` acts in the first, `stranger` in the second."""

    account: Account
    admin: Caller
    other_account: Account
    stranger: Caller


@contextmanager
def opened() -> Iterator[World]:
    """Open a world; it is gone at the end of the block."""
    with mocked(), beginning(), _one_call_at_a_time(), _at_the_beginning_of_all_periods():
        forget_answers()
        yield remembered("world", _made)
    forget_answers()


def mocked() -> MockAWS:
    """Return an empty moto for existing clients. A new session of boto3 would read 10 MB of files."""
    return mock_aws(config={"core": {"mock_credentials": True, "reset_boto3_session": False}})


def _made() -> World:
    create_tables()
    s3 = _maker("s3")
    s3.create_bucket(
        Bucket=os.environ["PHOTOS_BUCKET"], CreateBucketConfiguration={"LocationConstraint": "eu-central-1"}
    )
    s3.put_bucket_versioning(Bucket=os.environ["PHOTOS_BUCKET"], VersioningConfiguration={"Status": "Enabled"})
    _maker("secretsmanager").create_secret(Name=os.environ["LINK_SECRET_ID"], SecretString="k" * 64)
    _maker("secretsmanager").create_secret(Name=os.environ["HOOK_SECRET_ID"], SecretString="h" * 64)
    _maker("secretsmanager").create_secret(Name=os.environ["IDENTITY_SECRET_ID"], SecretString="i" * 64)
    _maker("sqs").create_queue(QueueName="webhook-deliveries")
    account, other = insurer("Страхование"), insurer("Seguros Ejemplo", languages=("es", "en"))
    return World(account, acting_in(account), other, acting_in(other))


@contextmanager
def _one_call_at_a_time() -> Iterator[None]:
    """Serialize moto's answers to threads: its writes are not atomic, and a refused transaction undoes all."""
    stubber, lock = cast("Any", BotocoreStubber), threading.RLock()
    process = stubber.process_request

    def alone(self: Any, request: Any) -> Any:
        with lock:
            something_called()
            return process(self, request)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(stubber, "process_request", alone)
        yield


class _EarlyClock:
    """The clock of windows by the minute or the hour. An hour has just begun, and only travellers move it."""

    def __init__(self) -> None:
        self._ahead = 3605 - time.time() % 3600
        self._began = time.time() + self._ahead

    def time(self) -> float:
        """Return seconds since the epoch."""
        return time.time() + self._ahead if time_machine.escape_hatch.is_travelling() else self._began


@contextmanager
def _at_the_beginning_of_all_periods() -> Iterator[None]:
    """Keep tests from meeting the turn of a minute in which calls are counted, or of a process's memory.

    However long it takes: a test that wants the turn moves the clock itself.
    """
    clock = _EarlyClock()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rate_limits, "time", clock)
        patch.setattr(limits, "time", clock)
        patch.setattr(recent, "_period", lambda: 0)
        patch.setattr(secret_keys, "_period", lambda: 0)
        yield


@cache
def _maker(service: str) -> Any:
    """Return a client that makes the world's objects. Moto answers it in every world, and a new one needs 30 ms."""
    made: Any = boto3.client
    return made(service)


def forget_answers() -> None:
    """Clear all caches of a process."""
    for cached in (settings, secret_keys.hook_key, secret_keys.identity_key, staff_pool._keys):
        cached.cache_clear()
    secret_keys.clear_link_keys()
    recent.clear_recent()
    limits.reset()
    from chalicelib.http import idempotency  # noqa: PLC0415 - powertools is slow to import, and few tests need it

    idempotency._layer.cache_clear()


def forget_clients() -> None:
    """Make everything anew that a process keeps, its clients too: it is to speak to another AWS."""
    forget_answers()
    boto3.DEFAULT_SESSION = new_session()  # a session keeps the credentials that it once read
    for cached in (clients.client, photo_bucket.origin):
        cached.cache_clear()
    from chalicelib.aws.dynamo import Row  # noqa: PLC0415

    _forget_connections(Row)


def _forget_connections(row: Any) -> None:
    row._connection = None
    for kind in row.__subclasses__():
        _forget_connections(kind)


def create_tables() -> None:
    """Create the tables with the keys and indexes that are deployed: the tests' schema can't drift from it."""
    dynamodb = _maker("dynamodb")
    for table in TABLES:
        name = os.environ[table.variable]
        dynamodb.create_table(TableName=name, BillingMode="PAY_PER_REQUEST", **schema(table))


def insurer(name: str, **settings_of: Any) -> Account:
    """Add an account with a process, a category and a template of its own."""
    account = Account(
        id=new_id("acc"),
        name=name,
        support_phones=(SupportPhone(number="+74951234567"),),
        signature="С уважением, отдел урегулирования",
        reply_to="claims@insurer.example",
        processes=(
            Process(
                code="osago",
                labels={"ru": "ОСАГО", "en": "OSAGO"},
                fields=(
                    ProcessField(code="policy_number", labels={"ru": "Номер полиса"}),
                    ProcessField(code="loss_date", labels={"ru": "Дата"}, type="date"),
                    ProcessField(code="amount", labels={"ru": "Сумма"}, type="number", required=False),
                ),
            ),
            Process(code="kasko", labels={"ru": "КАСКО", "en": "KASKO"}),
        ),
        own_categories=(Category(code="keys", labels={"ru": "Ключи", "en": "Keys"}, max=2),),
        templates=(Template(code="quick", name="Быстро", categories=({"code": "vin"},)),),
        created_at=now() - timedelta(days=1),
        **settings_of,
    )
    return accounts.create_account(account)


def acting_in(account: Account, role: Role = Role.ADMIN) -> Caller:
    """Return a verified caller of an account, as an audience gives one to use cases."""
    return Caller(account_id=account.id, principal=StaffMember(f"test-{role}"), role=role, scopes=EVERY_SCOPE)
