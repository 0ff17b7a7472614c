"""Levers: changes of the powers of a key, an endpoint or an account need no less than these powers."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now, stamp
from chalicelib.features.account.schemas import AccountChange
from chalicelib.features.photos.scopes import ATTACHMENTS_DELETE
from chalicelib.features.webhooks import service as webhooks
from chalicelib.identity import hook_keys, table
from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Role, Scope
from chalicelib.identity.scopes import all_scopes
from chalicelib.messaging import suppressions
from chalicelib.messaging.reasons import FailureReason
from chalicelib.tenancy.model import Account
from tests.support.api.client import Answer, Api, as_key, as_user
from tests.support.api.people import People, add_user
from tests.support.world import acting_in

URL = "https://8.8.8.8/"
TARGETS = [
    frozenset({Scope.REQUESTS_WRITE}),
    frozenset({Scope.CASES_WRITE, ATTACHMENTS_DELETE}),
    all_scopes(),
]
STOLEN = "+79990000000"
OWNER_FACING: dict[str, Any] = {
    "name": "Не страхование",
    "languages": ["en"],
    "time_zone": "Europe/Madrid",
    "branding": {"color": "#112233"},
    "support_phones": [{"number": STOLEN}],
    "signature": "evil.example",
    "confidentiality_notice": "evil.example",
    "reply_to": "thief@evil.example",
    "categories": [{"code": "pin", "labels": {"ru": "ПИН"}}],
    "templates": [],
    "quotas": {"countries": ["RU", "ES"], "sender_id": "Thief"},
}


def key_with(api: People, *scopes: str) -> tuple[str, Api]:
    key, secret = api_keys.add_api_key(account_id=api.account.id, name="Key", scopes=frozenset(scopes))
    return key.id, as_key(secret)


def weaker_than(target: frozenset[str]) -> Iterator[frozenset[str]]:
    """Return sets of scopes that reach the lever and lack some of the target's.

    The strongest of them, which lack one scope of the target, and the weakest, with at most one more. Why not all sets:
    they double with each scope.
    """
    others = all_scopes() - {Scope.ACCOUNT_WRITE}
    strongest = (others - {lacking} for lacking in sorted(target))
    weakest = ({each} for each in sorted(others))
    chosen = dict.fromkeys(frozenset({*each, Scope.ACCOUNT_WRITE}) for each in chain([()], weakest, strongest))
    return (each for each in chosen if not target <= each)


def refusal(answer: Answer) -> str:
    assert answer.expect(403)["type"] == "urn:osmotr:problem:forbidden"
    return str(answer.json["detail"])


KEY_LEVERS: dict[str, Callable[[Api, str], Answer]] = {
    "mapping": lambda caller, key: caller.patch(
        f"/v1/api-keys/{key}", {"mapping": {"constants": {"phone": STOLEN, "channels": ["sms"]}}}
    ),
    "nothing, and its mapping is shown": lambda caller, key: caller.patch(f"/v1/api-keys/{key}", {}),
    "no mapping": lambda caller, key: caller.patch(f"/v1/api-keys/{key}", {"mapping": None}),
    "secret": lambda caller, key: caller.post(f"/v1/api-keys/{key}/rotate-secret", {}),
}


@pytest.mark.parametrize("lever", KEY_LEVERS)
@pytest.mark.parametrize("target", TARGETS, ids=len)
def test_no_weaker_key_changes_what_a_key_does(api: People, lever: str, target: frozenset[str]) -> None:
    key_id, _ = key_with(api, *target)
    before = api.admin.get(f"/v1/api-keys/{key_id}").expect(200)

    for scopes in weaker_than(target):
        detail = refusal(KEY_LEVERS[lever](key_with(api, *scopes)[1], key_id))
        assert all(scope in detail for scope in target - scopes)

    assert api.admin.get(f"/v1/api-keys/{key_id}").expect(200) == before
    equal = key_with(api, *target, Scope.ACCOUNT_WRITE)[1]
    assert KEY_LEVERS[lever](equal, key_id).expect(200)["id"] == key_id


@pytest.mark.parametrize("target", TARGETS, ids=len)
def test_no_key_makes_a_stronger_one(api: People, target: frozenset[str]) -> None:
    for scopes in weaker_than(target):
        refusal(key_with(api, *scopes)[1].post("/v1/api-keys", {"name": "x", "scopes": sorted(target)}))


def test_the_next_genuine_call_is_read_as_it_was(api: People) -> None:
    key_id, _ = key_with(api, Scope.REQUESTS_WRITE)
    _, thief = key_with(api, Scope.ACCOUNT_WRITE)

    KEY_LEVERS["mapping"](thief, key_id)

    assert hook_keys.show_hook_key(acting_in(api.account), key_id)[1].mapping is None


ENDPOINT_LEVERS: dict[str, Callable[[Api, str], Answer]] = {
    "add": lambda caller, _: caller.post("/v1/webhook-endpoints", {"url": URL, "events": ["case.created"]}),
    "url": lambda caller, one: caller.patch(f"/v1/webhook-endpoints/{one}", {"url": "https://8.8.4.4/"}),
    "events": lambda caller, one: caller.patch(f"/v1/webhook-endpoints/{one}", {"events": ["case.created"]}),
    "enabled": lambda caller, one: caller.patch(f"/v1/webhook-endpoints/{one}", {"enabled": True}),
    "secret": lambda caller, one: caller.post(f"/v1/webhook-endpoints/{one}/rotate-secret", {}),
}


@pytest.mark.parametrize("lever", ENDPOINT_LEVERS)
def test_who_may_not_read_cases_has_nobody_told_of_them(api: People, lever: str) -> None:
    made = webhooks.add_endpoint(acting_in(api.account), url=URL, events=("photo.filed",), description="")
    _, weak = key_with(api, Scope.ACCOUNT_WRITE, Scope.ACCOUNT_READ, Scope.REQUESTS_WRITE)
    _, enough = key_with(api, Scope.ACCOUNT_WRITE, Scope.CASES_READ)

    assert "cases:read" in refusal(ENDPOINT_LEVERS[lever](weak, made.id))

    assert webhooks.list_endpoints(acting_in(api.account)) == [made]
    assert ENDPOINT_LEVERS[lever](enough, made.id).status in {200, 201}


def test_a_repeated_call_shows_no_secret_to_a_weaker_key(api: People) -> None:
    key, body = {"Idempotency-Key": "1"}, {"url": URL, "events": ["case.created"]}
    api.admin.post("/v1/webhook-endpoints", body, headers=key).expect(201)
    _, weak = key_with(api, Scope.ACCOUNT_WRITE)

    repeated = weak.post("/v1/webhook-endpoints", body, headers=key)

    assert (repeated.status, "whsec_" in repeated.text) == (403, False)


@pytest.mark.parametrize("setting", OWNER_FACING)
def test_who_may_not_ask_owners_changes_nothing_that_owners_are_told(api: People, setting: str) -> None:
    before = api.admin.get("/v1/account").expect(200)
    _, weak = key_with(api, *(all_scopes() - {Scope.REQUESTS_WRITE}))
    _, enough = key_with(api, Scope.ACCOUNT_WRITE, Scope.REQUESTS_WRITE)

    assert "requests:write" in refusal(weak.patch("/v1/account", {setting: OWNER_FACING[setting]}))

    assert api.admin.get("/v1/account").expect(200) == before
    enough.patch("/v1/account", {setting: OWNER_FACING[setting]}).expect(200)


def test_no_key_with_less_than_every_scope_lets_staff_in_without_a_second_factor(api: People) -> None:
    _, enough = key_with(api, *all_scopes())
    enough.patch("/v1/account", {"second_factor_required": True}).expect(200)

    for lacking in all_scopes() - {Scope.ACCOUNT_WRITE}:
        _, weak = key_with(api, *(all_scopes() - {lacking}))
        assert lacking in refusal(weak.patch("/v1/account", {"second_factor_required": False}))


def test_who_may_not_convert_cases_changes_no_process(api: People) -> None:
    _, weak = key_with(api, *(all_scopes() - {Scope.CASES_WRITE}))

    assert "cases:write" in refusal(weak.patch("/v1/account", {"processes": []}))


def test_every_setting_says_what_it_steers() -> None:
    from chalicelib.tenancy.powers import SETTINGS  # noqa: PLC0415 - the rule itself; the other tests see its effect

    changes = {"categories": "own_categories", "quotas": "sms"}

    assert set(SETTINGS) == {changes.get(name, name) for name in AccountChange.model_fields}
    assert set(SETTINGS) <= set(Account.model_fields)


def test_who_may_not_send_lifts_no_block(api: People) -> None:
    tx = Transaction()
    blocked = {"channel": "email", "address": "a@b.example", "reason": FailureReason.COMPLAINT}
    suppressions.suppress(tx, account_id=api.account.id, **blocked)  # type: ignore[arg-type]
    tx.commit()
    path = f"/v1/suppressions/{suppressions.id_of('email', 'a@b.example')}"

    assert "requests:write" in refusal(key_with(api, Scope.ACCOUNT_WRITE)[1].delete(path))

    key_with(api, Scope.ACCOUNT_WRITE, Scope.REQUESTS_WRITE)[1].delete(path).expect(204)


def taken_away(api: People, how: str) -> Api:
    """Return a caller that loses its powers at this moment, in a process that still remembers them."""
    if how == "key":
        key_id, caller = key_with(api, *all_scopes())
        caller.get("/v1/account").expect(200)
        found = table.find_api_key(api.account.id, key_id)
        assert found is not None
        table.revoke_api_key(found[0], at=stamp(now()))
        return caller
    caller = as_user(add_user(api.account, Role.ADMIN, id="sub-gone"), Role.ADMIN)
    caller.get("/v1/account").expect(200)
    role = Role.VIEWER if how == "demoted" else Role.ADMIN
    add_user(api.account, role, id="sub-gone", disabled=how == "disabled")
    return caller


@pytest.mark.parametrize("how", ["disabled", "demoted", "key"])
def test_who_has_just_lost_their_powers_gives_none_that_last(api: People, how: str) -> None:
    key_id, _ = key_with(api, *all_scopes())
    made = webhooks.add_endpoint(acting_in(api.account), url=URL, events=("photo.filed",), description="")
    caller = taken_away(api, how)

    answers = [
        caller.post("/v1/api-keys", {"name": "x", "scopes": ["cases:read"]}),
        *(lever(caller, key_id) for lever in KEY_LEVERS.values()),
        *(lever(caller, made.id) for lever in ENDPOINT_LEVERS.values()),
        *(caller.patch("/v1/account", {setting: value}) for setting, value in OWNER_FACING.items()),
    ]

    assert all(refusal(answer) for answer in answers)
    assert webhooks.list_endpoints(acting_in(api.account)) == [made]
