"""Agents: staff without cases, who sign in, look after their own access, and are invited as everybody is."""

import pytest

from chalicelib.base.languages import LANGUAGES, Language, text
from chalicelib.features.staff.console.words import ROLES
from chalicelib.identity.model import Role
from tests.staff.api.test_sessions import EMAIL, PASSWORD, pool
from tests.support.api.desk import Desk, seen
from tests.support.api.factors import CODE, FACTOR, code_now, enrolled, factors
from tests.support.api.office import (
    LASTING,
    NEWCOMER,
    PEOPLE,
    colleague,
    elsewhere,
    in_pool,
    invited,
    keys,
    person,
    signed_in,
    with_temporary,
)
from tests.support.world import World

__all__ = ["factors", "keys", "pool"]
ME = "/console/me"
CLIENTS = "/console/clients"


def home_of(desk: Desk) -> str:
    """Return the place to which home leads."""
    return desk.get("/console").headers["location"]


def test_an_agent_is_invited_chooses_a_password_and_arrives(keys: World) -> None:
    assert invited(signed_in(), role="agent").status == 303
    assert in_pool(NEWCOMER)["Groups"] == ["agent"]
    desk = Desk()
    first = desk.post("/console/sign-in", {"email": NEWCOMER, "password": with_temporary(NEWCOMER)})
    assert first.headers["location"] == "/console/password"

    arrived = desk.post("/console/password", {"password": LASTING, "again": LASTING})

    assert arrived.headers["location"] == "/console"
    assert home_of(desk) == CLIENTS
    assert person(keys, NEWCOMER).role is Role.AGENT


def test_an_agent_does_everything_that_concerns_oneself_alone(factors: World) -> None:
    colleague(factors, Role.AGENT)
    desk = signed_in(NEWCOMER)

    assert len(enrolled(desk)) == 10
    assert desk.get(f"{FACTOR}/codes").status == 200
    assert desk.post("/console/language", {"language": "es", "next": ME}).headers["location"] == ME
    assert desk.get(ME).status == 200
    assert desk.post("/console/sign-out").status == 303
    again = Desk()
    asked = again.post("/console/sign-in", {"email": NEWCOMER, "password": PASSWORD})
    assert asked.headers["location"] == CODE
    assert again.post(CODE, {"code": code_now()}).headers["location"] == "/console"
    assert home_of(again) == CLIENTS
    off = again.post(f"{FACTOR}/off", {"old": PASSWORD, "code": code_now()})
    assert off.headers["location"] == FACTOR
    changed = again.post(f"{ME}/password", {"old": PASSWORD, "password": LASTING, "again": LASTING})
    assert changed.headers["location"] == ME
    assert again.post(f"{ME}/sign-out").headers["location"] == "/console/sign-in"


def test_a_case_worker_who_becomes_an_agent_sees_no_cases_any_more(keys: World) -> None:
    admin, someone = signed_in(), colleague(keys)
    assert signed_in(NEWCOMER).get("/console").status == 200

    answer = admin.post(f"{PEOPLE}/{someone.id}", {"name": "Ольга", "role": "agent"})

    assert answer.status == 303
    elsewhere()
    assert in_pool(NEWCOMER)["Groups"] == ["agent"]
    assert home_of(signed_in(NEWCOMER)) == CLIENTS


def test_the_base_of_an_agent_who_becomes_a_case_worker_stays_a_choice(keys: World) -> None:
    admin, someone = signed_in(), colleague(keys, Role.AGENT)

    for role in ("staff", "viewer"):
        assert admin.post(f"{PEOPLE}/{someone.id}", {"name": "Ольга", "role": role}).status == 303

    elsewhere()
    assert person(keys, NEWCOMER).was_agent
    assert f'<option value="{someone.id}">Ольга (больше не агент)</option>' in admin.speaking("ru").get(CLIENTS).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_of_an_invitation_offers_the_role(keys: World, language: Language) -> None:
    page = seen(signed_in(EMAIL).speaking(language).get(f"{PEOPLE}/invite"))

    assert all(text(language, words) in page for words in ROLES[Role.AGENT])
