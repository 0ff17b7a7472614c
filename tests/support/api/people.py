"""All callers of the API."""

from dataclasses import dataclass
from datetime import timedelta

import jwt
import pytest

from chalicelib.base.clock import now
from chalicelib.identity import keys as api_keys
from chalicelib.identity import table
from chalicelib.identity.model import Caller, Role, User
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from chalicelib.tenancy.model import Account
from tests.support.api.client import Api, as_key, as_user
from tests.support.api.tokens import published_keys
from tests.support.moto_states import remembered
from tests.support.world import EVERY_SCOPE, World


@dataclass(frozen=True)
class People:
    """The callers of one account (`key` has every scope), an administrator of another one, and nobody."""

    account: Account
    admin: Api
    staff: Api
    viewer: Api
    agent: Api
    key: Api
    stranger: Api
    nobody: Api


@pytest.fixture
def api(world: World, monkeypatch: pytest.MonkeyPatch) -> People:
    """Return everybody, with the pool's keys published."""
    monkeypatch.setattr(jwt.PyJWKClient, "fetch_data", lambda _client: published_keys())
    users, secret = remembered("people", lambda: _made(world))
    return People(
        account=world.account,
        admin=as_user(users[0], Role.ADMIN),
        staff=as_user(users[1], Role.STAFF),
        viewer=as_user(users[2], Role.VIEWER),
        agent=as_user(users[3], Role.AGENT),
        key=as_key(secret),
        stranger=as_user(users[4], Role.ADMIN),
        nobody=Api(),
    )


def _made(world: World) -> tuple[list[str], str]:
    _, secret = api_keys.add_api_key(account_id=world.account.id, name="Back-end", scopes=EVERY_SCOPE)
    own = [add_user(world.account, role) for role in Role]
    return [*own, add_user(world.other_account, Role.ADMIN)], secret


def add_user(account: Account, role: Role, **changes: object) -> str:
    """Add a user as the pool and `add_user` would have; return its id."""
    user = User(
        id=f"sub-{role}-{account.id}",
        account_id=account.id,
        email=f"{role}@staff.example",
        role=role,
        created_at=now() - timedelta(days=400),
    ).model_copy(update=changes)
    table.put_user(user)
    return user.id


def admin_of(api: People) -> Caller:
    """Return an administrator of the account, for use cases."""
    return Caller(account_id=api.account.id, principal=StaffMember("test"), role=Role.ADMIN, scopes=all_scopes())
