"""Permissions of the deployed API: no call without a proof, across tenants, or beyond a role."""

import json
import re
from base64 import urlsafe_b64encode
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import pytest

from chalicelib.identity import keys as api_keys
from chalicelib.identity.model import Scope
from tests.clients.bodies import person
from tests.deployed.conftest import Ask, SignIn, System
from tests.deployed.inside import Root
from tests.photos import photos_factory
from tests.support.api.permissions import bodies, scopes_by_role, unknown, who_may
from tests.support.running import Answer, PhotoRequest, call, send_photo

#: A body that each operation accepts.
BODIES: dict[str, object] = {
    "change_account": {"signature": "test"},
    "open_case": {},
    "change_case": {"vehicle": {"plate": "А123ВС77"}},
    "convert_case": {"process": "repair"},
    "hand_over": {"user_id": None},
    "review_photo": {"usable": True},
    "ask_for_photos": {},
    "resend_request": {"channels": ["email"]},
    "extend_request": {"days": 1},
    "replay_webhooks": {"since": "2026-01-01T00:00:00Z"},
}
#: Values: at once, made, later, or elsewhere.
GIVEN = {200, 201, 202, 302}
Operation = tuple[str, str, str]
#: A part of a path that an id fills.
PARAMETER = re.compile(r"{(\w+)}")


@cache
def staff_operations(api: str) -> tuple[Operation, ...]:
    """Return method, path and name of every operation that asks who calls, as the running system describes itself."""
    paths: dict[str, dict[str, Any]] = call("GET", f"{api}/v1/openapi.json").json()["paths"]
    return tuple(
        (method.upper(), path, operation["operationId"])
        for path, methods in paths.items()
        for method, operation in methods.items()
        if {"staff": []} in operation.get("security", ())  # callers with a signature: tests/deployed/test_webhooks.py
    )


@pytest.fixture
def endpoint(system: System, sign_in: SignIn) -> Iterator[dict[str, str]]:
    """An endpoint of ours that nobody listens at, with a delivery: the ids that fill their paths."""
    endpoints, admin = f"{system['base_url']}/v1/webhook-endpoints", sign_in(system["staff"])
    body = {"url": "http://127.0.0.1:9/", "events": ["photo_request.revoked"]}
    made = call("POST", endpoints, body=body, headers=admin).json()
    delivery = call("POST", f"{endpoints}/{made['id']}/test", headers=admin).json()
    yield {"endpoint_id": made["id"], "delivery_id": delivery["id"]}
    call("DELETE", f"{endpoints}/{made['id']}", headers=admin)


@pytest.fixture
def client(system: System, sign_in: SignIn) -> Iterator[dict[str, str]]:
    """A client and an import of ours: the ids that fill their paths."""
    api, admin = system["base_url"], sign_in(system["staff"])
    file = {"file_name": "clients.csv", "bytes": 1, "sha256": "0" * 64}
    import_id = call("POST", f"{api}/v1/client-imports", body=file, headers=admin).json()["id"]
    body = person(surname="Закрытая", document=None, phone=None)
    client_id = call("POST", f"{api}/v1/clients", body=body, headers=admin).json()["id"]
    yield {"client_id": client_id, "import_id": import_id}
    call("POST", f"{api}/v1/clients/delete", body={"ids": [client_id]}, headers=admin)


@pytest.fixture
def ours(
    ask: Ask, system: System, endpoint: dict[str, str], client: dict[str, str]
) -> tuple[PhotoRequest, dict[str, str]]:
    """A request with a photo, and the ids that fill paths."""
    request = ask()
    send_photo(request, photos_factory.small_jpeg())
    (item,) = request.filed(1)
    ids = {"case_id": request.case_id, "request_id": request.id, "attachment_id": item["id"]}
    blocked = {"suppression_id": f"email-{'0' * 64}"}
    return request, {**unknown(), **ids, **endpoint, **client, **blocked, "key_id": system["api_key_id"]}


def perform(api: str, operation: Operation, ids: Mapping[str, str], headers: Mapping[str, str]) -> Answer:
    method, path, name = operation
    known = BODIES.get(name, bodies().get(f"{method} {path}"))
    body = known if method in {"POST", "PATCH", "PUT"} else None
    return call(method, api + path.format(**ids), body=body, headers=headers)


def statuses(api: str, ids: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, int]:
    return {each[2]: perform(api, each, ids, headers).status for each in staff_operations(api)}


def encoded(part: object) -> str:
    return urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=")


def unsigned(system: System) -> str:
    """Return a token as the pool makes them, but for its algorithm: none."""
    claims = {
        "sub": "00000000-0000-0000-0000-000000000000",
        "iss": system["user_pool"]["issuer"],
        "token_use": "access",
        "client_id": system["user_pool"]["client_id"],
        "cognito:groups": ["admin"],
        "exp": 4102444800,
        "iat": 1,
    }
    return f"{encoded({'alg': 'none', 'typ': 'JWT'})}.{encoded(claims)}."


def test_without_a_proof_every_operation_of_staff_is_closed(
    system: System, ours: tuple[PhotoRequest, dict[str, str]], sign_in: SignIn
) -> None:
    session = sign_in(system["staff"])["Authorization"]
    false_proofs = {
        "rubbish": {"Authorization": "Bearer rubbish"},
        "another scheme": {"Authorization": f"Basic {system['api_key']}"},
        "an unknown key": {"Authorization": f"Bearer {system['api_key'][:-4]}AAAA"},
        "an unsigned token": {"Authorization": f"Bearer {unsigned(system)}"},
        "a changed token": {"Authorization": session[:-6] + "AAAAAA"},
    }

    assert len(staff_operations(system["base_url"])) >= 14
    without = statuses(system["base_url"], ours[1], {})
    assert without == dict.fromkeys(without, 401)
    one = next(each for each in staff_operations(system["base_url"]) if each[2] == "show_case")
    found = {what: perform(system["base_url"], one, ours[1], headers).status for what, headers in false_proofs.items()}
    assert found == dict.fromkeys(false_proofs, 401)


def test_another_tenant_finds_nothing_of_ours(
    system: System, ours: tuple[PhotoRequest, dict[str, str]], sign_in: SignIn
) -> None:
    request, ids = ours
    stranger = sign_in(system["other_account"]["staff"])
    before = request.shown()
    about_ours = [each for each in staff_operations(system["base_url"]) if "{" in each[1]]

    answers = {each[2]: perform(system["base_url"], each, ids, stranger) for each in about_ours}

    assert {name: answer.status for name, answer in answers.items()} == dict.fromkeys(answers, 404)
    listed = call("GET", f"{system['base_url']}/v1/cases?limit=100", headers=stranger).json()["items"]
    assert request.case_id not in {case["id"] for case in listed}
    in_our_case = {"case_id": request.case_id}
    asked = call("POST", f"{system['base_url']}/v1/photo-requests", body=in_our_case, headers=stranger)
    assert asked.status == 404
    assert (request.shown(), len(request.attachments())) == (before, 1)


def test_a_viewer_reads_and_changes_nothing(
    system: System, ours: tuple[PhotoRequest, dict[str, str]], sign_in: SignIn
) -> None:
    viewer = sign_in(system["viewer"])

    found = {
        each: perform(system["base_url"], each, ours[1], viewer).status for each in staff_operations(system["base_url"])
    }

    may = scopes_by_role()["viewer"]
    refused = {name for method, path, name in found if who_may()[f"{method} {path}"] not in may}
    # looking at the provider again changes nothing of the caller's choosing, the others nothing of anybody else's
    harmless = {"check_payment", "give_socket_ticket", "read_claim_messages", "read_ticket_messages"}
    assert {name for method, _, name in found if method != "GET"} - harmless <= refused
    assert {name: status for (_, _, name), status in found.items() if name in refused} == dict.fromkeys(refused, 403)
    # ids that the system here has no thing of are nobody's
    nobodys = {name for name, value in unknown().items() if ours[1][name] == value}
    unknown_here = {"check_payment"} | {name for _, path, name in found if nobodys & set(PARAMETER.findall(path))}
    given = {name: status for (_, _, name), status in found.items() if name not in refused}
    assert given.pop("list_company_people") == 409  # the client here is a person, who has no people
    assert {name for name, status in given.items() if status not in GIVEN} <= unknown_here
    assert {status for name, status in given.items() if name in unknown_here} <= {404, *GIVEN}


def test_an_agent_finds_no_case_and_no_setting(
    system: System, ours: tuple[PhotoRequest, dict[str, str]], sign_in: SignIn
) -> None:
    closed = ("/v1/cases", "/v1/photo-requests", "/v1/attachments", "/v1/handlers", "/v1/figures", "/v1/account")
    own = "/v1/figures/sales"
    agent, operations = sign_in(system["agent"]), staff_operations(system["base_url"])

    found = {
        each[2]: perform(system["base_url"], each, ours[1], agent).status
        for each in operations
        if each[1].startswith(closed) and each[1] != own
    }

    assert {"list_cases", "show_request", "show_account"} <= found.keys()
    assert found == dict.fromkeys(found, 403)


def test_a_key_does_what_its_scopes_say(system: System, root: Root, ours: tuple[PhotoRequest, dict[str, str]]) -> None:
    with root.in_production():
        _, key = api_keys.add_api_key(
            account_id=system["account_id"], name="reads", scopes=frozenset({Scope.CASES_READ})
        )

    found = statuses(system["base_url"], ours[1], {"Authorization": f"Bearer {key}"})

    assert {name for name, status in found.items() if status in GIVEN} == {
        "list_cases_of_client",
        "list_cases",
        "show_case",
        "list_attachments",
        "list_requests",
        "show_request",
        "download_attachments",
    }
    others = {name: status for name, status in found.items() if status not in GIVEN}
    # The account has no policy of that id.
    assert others == {name: 404 if name == "list_cases_of_policy" else 403 for name in others}


@pytest.mark.parametrize("known", [True, False])
def test_a_wrong_password_and_an_unknown_user_are_told_the_same(
    system: System, address: dict[str, str], known: bool
) -> None:
    email = system["staff"]["email"] if known else "nobody@demo.example"
    answer = call(
        "POST",
        f"{system['base_url']}/v1/sessions",
        body={"email": email, "password": "Wrong-password-1a"},
        headers={**address, "Accept-Language": "ru"},
    )

    problem = answer.json()
    assert (answer.status, answer.header("Content-Type")) == (401, "application/problem+json")
    assert problem["type"] == "urn:osmotr:problem:unauthenticated"
    assert email not in answer.body.decode()


def test_a_session_goes_on(system: System, address: dict[str, str]) -> None:
    opened = call("POST", f"{system['base_url']}/v1/sessions", body=system["staff"], headers=address).json()

    prolonged = call(
        "POST", f"{system['base_url']}/v1/sessions/refresh", body={"refresh_token": opened["refresh_token"]}
    )

    headers = {"Authorization": f"Bearer {prolonged.json()['access_token']}"}
    assert prolonged.status == 200
    assert call("GET", f"{system['base_url']}/v1/account", headers=headers).json()["id"] == system["account_id"]


def test_guessing_passwords_from_one_address_is_limited(system: System, address: dict[str, str]) -> None:
    login = {"email": "nobody@demo.example", "password": "Wrong-password-1a"}

    answers = [call("POST", f"{system['base_url']}/v1/sessions", body=login, headers=address) for _ in range(31)]

    assert {answer.status for answer in answers[:30]} == {401}
    assert answers[30].status == 429
    assert 0 < int(answers[30].header("Retry-After")) <= 300
