"""Each operation with a wrong body or query: one answer has the errors of its types and of the account."""

from collections.abc import Mapping

import pytest

from app import app
from chalicelib.base.ids import new_id
from chalicelib.http.blueprint import OPERATIONS
from chalicelib.http.cookies import area_session
from tests.account.wrong_input import PROCESS
from tests.support.api.client import Api
from tests.support.api.people import People
from tests.support.api.permissions import owned
from tests.support.api.steps import asked, token_of
from tests.support.api.wrong_input import bodies, never_refused, queries
from tests.support.area import SLUG, company_user, holder, open_area, registered, signed_in
from tests.webhooks import hooks

public = hooks.public
pytestmark = pytest.mark.usefixtures("public")
ENDPOINT = {"url": "https://insurer.example/hooks", "events": ["case.created"]}


@pytest.fixture
def paths(api: People) -> Mapping[str, str]:
    """Return the values for the places of paths."""
    api.admin.patch("/v1/account", {"processes": [PROCESS]}).expect(200)
    request = asked(api.staff, expires_in_days=30)
    api.staff.post(f"/v1/photo-requests/{request['id']}/extend", {"days": 30}).expect(200)
    return {
        **owned(api),
        "slug": SLUG,
        "case_id": request["case_id"],
        "request_id": request["id"],
        "token": token_of(request),
        "attachment_id": new_id("pho"),  # errors of a verdict are told before its photo is looked for
        "key_id": api.admin.post("/v1/api-keys", {"name": "Key", "scopes": ["cases:read"]}).expect(201)["id"],
        "endpoint_id": api.admin.post("/v1/webhook-endpoints", {**ENDPOINT, "url": hooks.URL}).expect(201)["id"],
    }


def by(api: People, path: str) -> Api:
    if path.startswith("/v1/area/"):
        open_area(api.account.id)
        person = registered(api.account.id, holder("cli_1"), company_user("cli_2", administrator=True))
        return Api(headers={"Cookie": f"{area_session(SLUG)}={signed_in(person)}"})
    return api.nobody if path.startswith("/r/") else api.admin


@pytest.mark.parametrize("operation", bodies())
def test_a_body_is_told_all_that_is_wrong_with_it(api: People, paths: Mapping[str, str], operation: str) -> None:
    method, _, path = operation.partition(" ")
    wrong = bodies()[operation]

    answer = by(api, path).call(method, path.format_map(paths), body=wrong.body)

    assert answer.status == wrong.status, answer.text
    assert set(answer.pointers) == wrong.pointers


@pytest.mark.parametrize("operation", bodies())
def test_a_wrong_header_hides_nothing_of_the_body(api: People, paths: Mapping[str, str], operation: str) -> None:
    method, _, path = operation.partition(" ")
    twice = '{"%s": 1, "%s": 2}' % (("zz",) * 2)

    answer = by(api, path).call(
        method, path.format_map(paths), raw=twice, headers={"Idempotency-Key": "k" * 201, "Accept-Language": "en"}
    )

    answer.expect(422)
    assert "/zz" in answer.pointers
    assert ("#Idempotency-Key" in answer.pointers) == idempotent(operation)


@pytest.mark.parametrize("operation", queries())
def test_a_query_is_told_all_that_is_wrong_with_it(api: People, paths: Mapping[str, str], operation: str) -> None:
    path = operation.removeprefix("GET ")
    query, wrong = queries()[operation]

    answer = by(api, path).get(f"{path.format_map(paths)}?{query}")

    answer.expect(422)
    assert set(answer.pointers) == wrong


def test_no_operation_is_forgotten() -> None:
    """Wrong bodies and queries are stated in tests/<feature>/wrong_input.py."""
    never = never_refused()
    assert operations_with("body") - never == bodies().keys()
    assert operations_with("query") - never == queries().keys()
    assert never <= operations_with("body") | operations_with("query") | operations_with("form")


def idempotent(operation: str) -> bool:
    return next(bool(each.idempotent) for each in OPERATIONS if f"{each.method} {each.path}" == operation)


def operations_with(parameter: str) -> set[str]:
    app.load_all()
    return {
        f"{each.method} {each.path}"
        for each in OPERATIONS
        if each.presentation.described and parameter in each.parameters
    }
