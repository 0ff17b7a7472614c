"""A suspended account: nobody of it gets in, its owners do, and it resumes unchanged."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from chalicelib.identity import hook_keys
from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Scope
from chalicelib.identity.tenants import SUSPENDED
from infra import accounts as operators
from tests.staff.api.test_sessions import EMAIL, PASSWORD, SESSIONS, pool
from tests.support.api.client import Answer, Api
from tests.support.api.desk import Desk, seen
from tests.support.api.office import acting, elsewhere, keys, person, signed_in
from tests.support.world import World
from tests.webhooks.api.test_signed_calls import BackEnd

__all__ = ["keys", "pool"]
SIGN_IN = {"email": EMAIL, "password": PASSWORD}


@pytest.fixture
def operate(keys: World, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Carry out an operator's command for the account; other processes learn of it half a minute later."""
    monkeypatch.setattr(operators, "environment_of", lambda stage: {})

    def carry_out(command: str) -> None:
        assert operators.main([command, "--account", keys.account.id, "--stage", "prod"]) == 0
        elsewhere()

    return carry_out


def back_end(world: World) -> BackEnd:
    scopes = frozenset({Scope.REQUESTS_WRITE, Scope.CASES_READ})
    key, secret = api_keys.add_api_key(account_id=world.account.id, name="Claims", scopes=scopes)
    caller = acting(person(world, EMAIL))
    _, hook = hook_keys.rotate_hook_secret(caller, key.id, former_lives=timedelta(hours=1))
    signing = hook_keys.secret_of(key.id, generation=hook.generation)
    return BackEnd(world.account.id, key.id, secret, signing)


def test_nobody_gets_in_until_it_is_back_and_owners_do(
    keys: World, operate: Callable[[str], None], capsys: pytest.CaptureFixture[str]
) -> None:
    desk, system = signed_in(), back_end(keys)
    token = Api().post(SESSIONS, SIGN_IN).expect(200)["access_token"]
    link = system.send(message_id="msg_before").expect(201)["link"].removeprefix("https://photos.example")
    ways: dict[str, Callable[[], Answer]] = {
        "console": lambda: desk.get("/console"),
        "where a second factor is set up": lambda: desk.get("/console/me/factor"),
        "signing in": lambda: Desk().post("/console/sign-in", SIGN_IN),
        "API: signing in": lambda: Api().post(SESSIONS, SIGN_IN),
        "API: token": lambda: Api(f"Bearer {token}").get("/v1/cases"),
        "API: key": lambda: Api(f"Bearer {system.key}").get("/v1/cases"),
        "signed call": lambda: system.send(message_id="msg_during"),
        "signed call, key by id": lambda: system.send(message_id="msg_by_id", by_id=True),
    }

    operate("suspend")

    refused = {way: call() for way, call in ways.items()}
    assert {way: SUSPENDED in seen(answer) for way, answer in refused.items()} == dict.fromkeys(ways, True)
    assert {way for way, answer in refused.items() if answer.status < 400} == set()
    assert Desk().get(link).status == 200
    capsys.readouterr()
    assert operators.main(["list"]) == 0
    assert f"make resume ACCOUNT={keys.account.id}" in capsys.readouterr().out

    operate("suspend")
    operate("resume")

    assert {way for way, call in ways.items() if call().status >= 400} == set()


def test_another_account_is_not_concerned_and_staff_can_not_set_it(keys: World, operate: Callable[[str], None]) -> None:
    token = Api().post(SESSIONS, SIGN_IN).expect(200)["access_token"]
    caller = Api(f"Bearer {token}")

    assert "suspended_at" not in caller.get("/v1/account").expect(200)
    assert caller.patch("/v1/account", {"suspended_at": None}).status == 422
    assert operators.main(["suspend", "--account", keys.other_account.id, "--stage", "prod"]) == 0
    elsewhere()
    assert caller.get("/v1/account").status == 200


@pytest.mark.parametrize("command", ["suspend", "resume"])
def test_an_account_that_is_none_is_said(
    keys: World, operate: Callable[[str], None], capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert operators.main([command, "--account", "acc_unknown", "--stage", "prod"]) == 1
    assert operators.main([command, "--stage", "prod"]) == 1

    said = capsys.readouterr().err
    assert "There is no such account." in said
    assert "ACCOUNT: an account's id" in said
