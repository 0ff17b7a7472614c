"""Fixtures of tests of the deployed system; `system` (tests/conftest.py) is the content of run.json."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

import pytest

from chalicelib.identity import people
from chalicelib.identity.model import Role
from tests.deployed.inside import Root
from tests.support import world
from tests.support.running import PhotoRequest, call, make_request, new_address

System = Mapping[str, Any]
Ask = Callable[..., PhotoRequest]
SignIn = Callable[[Mapping[str, str]], dict[str, str]]


@pytest.fixture
def ask(system: System) -> Ask:
    """Return a maker of photo requests; its arguments are those of `make_request`."""
    return lambda **wishes: make_request(system, **wishes)


@pytest.fixture
def root(system: System) -> Root:
    """Return the powers of the deployment's operator beside its API."""
    return Root(system)


@pytest.fixture
def address() -> dict[str, str]:
    """Return the header that makes a call come from an address that no other test uses: limits go by addresses."""
    return new_address()


@pytest.fixture
def sign_in(system: System, address: dict[str, str]) -> SignIn:
    """Return a function that opens a session with an e-mail and a password, and returns its header."""

    def headers_of(login: Mapping[str, str]) -> dict[str, str]:
        answer = call("POST", f"{system['base_url']}/v1/sessions", body=dict(login), headers=address)
        assert answer.status == 200, answer.body
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    return headers_of


@pytest.fixture
def newcomer(root: Root, sign_in: SignIn) -> dict[str, str]:
    """Return the header of an administrator of a tenant that is new."""
    return sign_in(new_administrator(root))


def new_administrator(root: Root) -> dict[str, str]:
    """Make a tenant in which nobody else changes anything, or asks; return its administrator's login."""
    login = {"email": f"admin-{uuid4().hex[:12]}@tried.example", "password": f"Tried-{uuid4().hex}-1A"}
    with root.in_production():
        people.add_user(account_id=world.insurer("Проба").id, role=Role.ADMIN, **login)
    return login
