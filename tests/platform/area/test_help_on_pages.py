"""R24: the address for help stands on each page of a client area: all that are registered are asked."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from chalicelib.http.blueprint import OPERATIONS
from chalicelib.http.cookies import AREA_LANGUAGE, area_session
from tests.cabinet.visitors import HOME, Visitor, nobody
from tests.platform.api.test_permissions import AREA, UNKNOWN
from tests.support.api.client import Answer
from tests.support.api.people import People
from tests.support.api.permissions import owned
from tests.support.area import SLUG, company_user, holder, open_area, registered, signed_in

HELP = "experienciacliente@impackta.example"
LINK = f'href="mailto:{HELP}"'
NO_THINGS = {"slug": SLUG, "contact": "email", "claim_move": "withdraw"}


def pages() -> Iterator[tuple[str, str]]:
    """Yield the pages of areas: operation and path."""
    for each in OPERATIONS:
        if each.method == "GET" and each.path.startswith("/area/{slug}") and each.media_type == "text/html":
            yield f"GET {each.path}", each.path


def with_help(api: People) -> None:
    version = api.admin.get("/v1/account/area").expect(200)["version"]
    api.admin.patch("/v1/account/area", {"version": version, "help_email": HELP}).expect(200)


def lacking(answers: Mapping[str, Answer]) -> dict[str, int]:
    """Return the pages without the address, with their status."""
    shown = {each: answer for each, answer in answers.items() if answer.text}
    return {each: answer.status for each, answer in shown.items() if LINK not in answer.text}


def asked(path: str, ids: Mapping[str, Any], secret: str, language: str) -> Answer:
    address = re.sub(r"{(\w+)}", lambda name: str({**UNKNOWN, **ids, **NO_THINGS}.get(name[1], "none")), path)
    session = {area_session(SLUG): secret} if secret else {}
    return Visitor(cookies={**session, AREA_LANGUAGE: language}).get(address)


@pytest.mark.parametrize("language", ["ru", "es", "en"])
def test_each_page_of_own_things_has_the_address(api: People, language: str) -> None:
    ids = owned(api)
    with_help(api)
    clients = [each["id"] for each in api.key.get("/v1/clients?limit=100").expect(200)["items"]]
    administering = (company_user(each, administrator=True) for each in clients)
    person = registered(api.account.id, *map(holder, clients), *administering, email="own@mail.example", phone=None)

    answers = {name: asked(path, ids, signed_in(person), language) for name, path in pages() if name in AREA}

    assert lacking(answers) == {}
    assert sum(answer.status == 200 for answer in answers.values()) > len(answers) / 2


def test_each_page_before_the_sign_in_has_the_address(api: People) -> None:
    open_area(api.account.id)
    with_help(api)

    answers = {name: asked(path, {}, "", "es") for name, path in pages() if name not in AREA}

    assert lacking(answers) == {}
    assert answers["GET /area/{slug}/sign-in"].status == 200


def test_refusals_and_unknown_addresses_have_the_address(api: People) -> None:
    open_area(api.account.id)
    with_help(api)
    secret = signed_in(registered(api.account.id))
    visitor = Visitor(cookies={area_session(SLUG): secret})

    answers = {
        "404": visitor.get(f"{HOME}/claims/claim_none"),
        "nothing": visitor.get(f"{HOME}/none/at/all"),
        "422": nobody().post(f"{HOME}/sign-in", {"login": "", "password": ""}),
        "another site": visitor.post(f"{HOME}/language", {"language": "es"}, headers={"Origin": "https://bad.example"}),
    }

    assert lacking(answers) == {}
    assert {name: answer.status for name, answer in answers.items()} == {
        "404": 404, "nothing": 404, "422": 422, "another site": 403,
    }  # fmt: skip
