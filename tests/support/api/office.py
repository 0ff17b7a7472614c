"""A user pool with an administrator at the console, and colleagues who are invited as the console does it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import boto3
import jwt
import pytest

from chalicelib.base import recent
from chalicelib.base.settings import settings
from chalicelib.identity import people, table
from chalicelib.identity.model import Caller, Role, User
from chalicelib.identity.principals import StaffMember
from tests.staff.api.test_sessions import EMAIL, PASSWORD, moto_keys
from tests.support.api.client import Answer
from tests.support.api.desk import Desk
from tests.support.faults import between, refusal
from tests.support.world import World

PEOPLE = "/console/settings/people"
LASTING, TEMPORARY = "Another-horse-8", "Temporary-pass-1"
NEWCOMER = "olga@insurer.example"


@pytest.fixture
def keys(pool: World, monkeypatch: pytest.MonkeyPatch) -> World:
    """The pool (tests/staff/api/test_sessions.py), with its keys published."""
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda _client: moto_keys())
    return pool


def signed_in(email: str = EMAIL, password: str = PASSWORD, *, address: str = "192.0.2.1") -> Desk:
    """Return the browser of someone who has signed in."""
    desk = Desk(address=address)
    answer = desk.post("/console/sign-in", {"email": email, "password": password})
    assert answer.headers.get("location") == "/console", answer.text
    return desk


def colleague(world: World, role: Role = Role.STAFF, email: str = NEWCOMER, **of: Any) -> User:
    """Add someone with a lasting password to the administrator's account."""
    return people.add_user(account_id=world.account.id, email=email, role=role, password=PASSWORD, **of)


def invited(desk: Desk, email: str = NEWCOMER, role: str = "staff", name: str = "Ольга") -> Answer:
    """Send the form of an invitation."""
    return desk.post(f"{PEOPLE}/invite", {"name": name, "email": email, "role": role})


def with_temporary(email: str) -> str:
    """Set a known temporary password, as the mail would contain it."""
    boto3.client("cognito-idp").admin_set_user_password(
        UserPoolId=settings().staff_user_pool_id, Username=email, Password=TEMPORARY, Permanent=False
    )
    return TEMPORARY


def in_pool(email: str) -> dict[str, Any]:
    """Return the pool's user, with the groups."""
    pool, place = boto3.client("cognito-idp"), {"UserPoolId": settings().staff_user_pool_id, "Username": email}
    groups = pool.admin_list_groups_for_user(**place)["Groups"]
    return {**pool.admin_get_user(**place), "Groups": [group["GroupName"] for group in groups]}


def person(world: World, email: str) -> User:
    return next(user for user in table.list_users(world.account.id) if user.email == email)


def acting(user: User) -> Caller:
    return Caller(account_id=user.account_id, principal=StaffMember(user.id), role=user.role)


def elsewhere() -> None:
    """Continue as another process would, half a minute later: with nothing cached."""
    recent.clear_recent()


@contextmanager
def pool_refuses(**codes: str) -> Iterator[list[tuple[str, Mapping[str, Any]]]]:
    """Refuse these operations of the pool with these codes; yield all calls to it."""
    calls: list[tuple[str, Mapping[str, Any]]] = []

    def refuse(operation: str, parameters: dict[str, Any], call: Any) -> Any:
        if "ClientId" in parameters or "UserPoolId" in parameters:
            calls.append((operation, parameters))
        if operation in codes:
            raise refusal(operation, codes[operation])
        return call()

    with between(refuse):
        yield calls
