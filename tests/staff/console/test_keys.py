"""API keys at the console: shown once, made once, revoked for good."""

import html
import re

import boto3
import pytest
import time_machine

from chalicelib.base import recent
from chalicelib.base.clock import now
from chalicelib.identity import keys as api_keys
from chalicelib.identity import keys as use_cases
from chalicelib.identity import table
from chalicelib.identity.model import ApiKey, Caller, Scope
from chalicelib.identity.principals import StaffMember
from tests.support.api.client import Answer, as_key
from tests.support.api.desk import Desk, at_desk, seen
from tests.support.api.people import People
from tests.support.faults import counted
from tests.support.world import World

KEYS = "/console/settings/keys"


def form_of(desk: Desk, **fields: str | list[str]) -> dict[str, str | list[str]]:
    """Open the form of a new key and fill it in."""
    once = re.search(r'name="once" value="([^"]+)"', desk.get(f"{KEYS}/new").text)
    assert once
    return {"once": once[1], "name": "Claims <system>", "scopes": ["account:read", "cases:read"], **fields}


def secret_in(answer: Answer) -> str:
    found = re.search(r'id="secret" readonly value="([^"]+)"', answer.text)
    assert found
    return html.unescape(found[1])


def listed(api: People) -> list[ApiKey]:
    return [key for key in table.list_api_keys(api.account.id) if key.name != "Back-end"]


def test_a_key_is_shown_once_and_does_what_was_ticked(api: People) -> None:
    desk = at_desk(api.admin)

    answer = desk.post(f"{KEYS}/new", form_of(desk))

    assert (answer.status, answer.headers["cache-control"]) == (200, "no-store")
    secret = secret_in(answer)
    assert secret.startswith("osk_")
    assert answer.text.count(secret) == 1
    assert answer.cookies == ()
    assert as_key(secret).get("/v1/account").status == 200
    assert as_key(secret).post("/v1/cases", {}).status == 403
    (key,) = listed(api)
    for page in (desk.get(KEYS), desk.get(f"{KEYS}/{key.id}")):
        assert secret not in page.text
        assert secret[:10] in page.text
        assert "Claims &lt;system&gt;" in page.text
    assert secret not in str(boto3.client("dynamodb").scan(TableName="accounts")["Items"])


def test_a_form_that_is_sent_again_makes_no_other_key_and_says_so(api: People) -> None:
    desk = at_desk(api.admin)
    form = form_of(desk)
    secret = secret_in(desk.post(f"{KEYS}/new", form))

    again = desk.post(f"{KEYS}/new", form)

    assert again.status == 409
    assert "made already" in seen(again)
    assert secret not in again.text
    assert len(listed(api)) == 1
    assert as_key(secret).get("/v1/account").status == 200


@pytest.mark.parametrize(
    ("fields", "at", "problem"),
    [
        ({"name": ""}, "name", "This field is required."),
        ({"name": "x" * 121}, "name", "Must have at most 120"),
        ({"scopes": []}, "scopes", "Tick at least one."),
        ({"scopes": ["everything"]}, "scopes", "Must be one of"),
    ],
)
def test_a_wish_that_will_not_do_stays_in_the_form(
    api: People, fields: dict[str, str | list[str]], at: str, problem: str
) -> None:
    desk = at_desk(api.admin)
    form = form_of(desk, **fields)

    answer = desk.post(f"{KEYS}/new", form)

    assert answer.status == 422
    assert f'id="{at}-wrong">{problem}' in answer.text
    assert f'value="{form["once"]}"' in answer.text
    assert listed(api) == []


@pytest.mark.parametrize("once", ["", "key_1", "key_01J9Z6X0000000000000000000#x", "acc_01J9Z6X0000000000000000000"])
def test_a_form_that_was_not_ours_makes_no_key(api: People, once: str) -> None:
    answer = at_desk(api.admin).post(f"{KEYS}/new", {"once": once, "name": "x", "scopes": ["cases:read"]})

    assert answer.status == 422
    assert listed(api) == []


def test_a_revoked_key_is_refused_and_stays_in_the_list(api: People) -> None:
    desk = at_desk(api.admin)
    secret = secret_in(desk.post(f"{KEYS}/new", form_of(desk)))
    as_key(secret).get("/v1/account").expect(200)
    (key,) = listed(api)
    assert key.last_used_at is not None
    asked = desk.get(f"{KEYS}/{key.id}/revoke")
    assert "Revoke this API key?" in seen(asked)

    answer = desk.post(f"{KEYS}/{key.id}/revoke")

    assert (answer.status, answer.headers["location"]) == (303, KEYS)
    assert as_key(secret).get("/v1/account").status == 401
    page = seen(desk.get(KEYS))
    assert "The key is revoked." in page
    assert "Revoked" in page
    first = listed(api)[0].revoked_at
    with time_machine.travel(now().timestamp() + 60):
        assert desk.post(f"{KEYS}/{key.id}/revoke").status == 303
    assert listed(api)[0].revoked_at == first
    assert f"{key.id}/revoke" not in desk.get(f"{KEYS}/{key.id}").text


def test_a_key_that_somebody_has_revoked_already_is_said_to_be(api: People) -> None:
    desk = at_desk(api.admin).speaking("en")
    key, _ = api_keys.add_api_key(account_id=api.account.id, name="Ours", scopes=frozenset({Scope.ACCOUNT_READ}))
    at_desk(api.admin).post(f"{KEYS}/{key.id}/revoke")

    question = desk.get(f"{KEYS}/{key.id}/revoke")

    assert (question.status, question.headers["location"]) == (303, f"{KEYS}/{key.id}")
    assert "The key was revoked already." in seen(desk.get(f"{KEYS}/{key.id}"))
    assert desk.post(f"{KEYS}/{key.id}/revoke").headers["location"] == KEYS
    assert "The key was revoked already." in seen(desk.get(KEYS))


def test_another_accounts_key_is_not_revoked(api: People) -> None:
    key, secret = api_keys.add_api_key(account_id=api.account.id, name="Ours", scopes=frozenset({Scope.ACCOUNT_READ}))

    answer = at_desk(api.stranger).post(f"{KEYS}/{key.id}/revoke")

    assert answer.status == 404
    recent.clear_recent()
    assert as_key(secret).get("/v1/account").status == 200


def test_the_list_is_one_query_and_one_batch(api: People) -> None:
    for name in ("one", "two"):
        api_keys.add_api_key(account_id=api.account.id, name=name, scopes=frozenset({Scope.CASES_READ}))

    with counted() as operations:
        found = use_cases.list_api_keys(Caller(account_id=api.account.id, principal=StaffMember("x")))

    assert operations == ["Query", "BatchGetItem"]
    assert [key.name for key in found] == ["two", "one", "Back-end"]


def test_nobody_makes_a_key_of_the_id_that_another_accounts_key_has(api: People, world: World) -> None:
    form = form_of(at_desk(api.admin))
    at_desk(api.admin).post(f"{KEYS}/new", form)
    (ours,) = listed(api)
    stranger = at_desk(api.stranger)

    for once in (ours.id, str(form["once"])):
        assert stranger.post(f"{KEYS}/new", {**form, "once": once}).status == 200

    assert listed(api) == [ours]
    for theirs in table.list_api_keys(world.other_account.id):
        assert theirs.id not in {ours.id, form["once"]}


def test_a_key_with_a_scope_that_no_feature_has_any_more_keeps_the_others(api: People, desk: Desk) -> None:
    key, secret = api_keys.add_api_key(
        account_id=api.account.id, name="Of before", scopes=frozenset({Scope.CASES_READ})
    )
    rows = boto3.resource("dynamodb").Table("accounts")
    (row,) = [each for each in rows.scan()["Items"] if key.id in str(each.get("document"))]
    rows.put_item(Item={**row, "document": row["document"].replace('"cases:read"', '"cases:read","visits:plan"')})

    assert [as_key(secret).get(path).status for path in ("/v1/cases", "/v1/account")] == [200, 403]
    assert api.admin.get(f"/v1/api-keys/{key.id}").expect(200)["scopes"] == ["cases:read"]
    assert "Of before" in desk.get(KEYS).text
