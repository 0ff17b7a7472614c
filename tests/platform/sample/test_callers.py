"""Callers of a feature: tabs and pages by scope, an audience and a principal of its own."""

import pytest

from chalicelib import features
from chalicelib.base.errors import Forbidden
from chalicelib.http import openapi
from chalicelib.identity import keys, powers, scopes
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import principal_of
from tests.sample_feature.audience import HEADER, Appraiser, pass_of
from tests.sample_feature.feature import FEATURE
from tests.sample_feature.mounting import AT, forget, planned
from tests.support.api.client import as_key
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People


@pytest.mark.usefixtures("_mounted")
def test_a_tab_of_a_case_is_for_those_who_have_its_scope(
    api: People, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    case_id, _ = planned(api.staff)
    planners = FEATURE._replace(case_tabs=tuple(each._replace(scope="visits:plan") for each in FEATURE.case_tabs))
    monkeypatch.setattr(features, "FEATURES", (*features.FEATURES[:-1], planners))
    forget()
    page = f"/console/cases/{case_id}?tab=visits"

    seen_by_staff, seen_by_viewer = desk.get(page).text, at_desk(api.viewer).get(page).text

    assert ("<li>Lenina 1</li>" in seen_by_staff, "?tab=visits" in seen_by_staff) == (True, True)
    assert ("<li>Lenina 1</li>" in seen_by_viewer, "?tab=visits" in seen_by_viewer) == (False, False)


@pytest.mark.usefixtures("_mounted")
def test_another_account_finds_no_case_to_plan_a_visit_in(api: People) -> None:
    case_id, _ = planned(api.staff)

    wish = {"case_id": case_id, "place": "Lenina 2", "at": AT.isoformat()}
    assert api.stranger.post("/v1/visits", wish).status == 404
    assert api.viewer.post("/v1/visits", wish).status == 403


@pytest.mark.usefixtures("_mounted")
def test_a_call_resolves_to_the_principal_of_the_features_own_audience(api: People, desk: Desk) -> None:
    case_id, _ = planned(api.staff)
    note = {"case_id": case_id, "text": "Nobody was there"}

    def noted(shown: str) -> int:
        return api.nobody.post("/v1/visits/notes", note, headers={HEADER: shown}).status

    assert [noted(pass_of(api.account.id, "7")), noted(pass_of("acc_other", "7")), noted("x"), noted("")] == [
        201,
        404,
        401,
        401,
    ]
    assert api.key.post("/v1/visits/notes", note).status == 401
    timeline = api.key.get(f"/v1/cases/{case_id}").expect(200)["timeline"]
    assert (timeline[-1]["actor"], principal_of("appraiser:7")) == ("appraiser:7", Appraiser("7"))
    assert "Appraiser" in desk.get(f"/console/cases/{case_id}?tab=history").text


@pytest.mark.usefixtures("_mounted")
def test_openapi_describes_the_features_audience_and_scope() -> None:
    document = openapi.openapi()
    planning, noting = (document["paths"][path]["post"] for path in ("/v1/visits", "/v1/visits/notes"))

    assert document["components"]["securitySchemes"]["pass"]["name"] == HEADER
    assert (noting["security"], noting["description"]) == ([{"pass": []}], "By the pass of an appraiser.")
    assert ("401" in noting["responses"], "403" in noting["responses"]) == (True, False)
    assert planning["description"] == "Permission: `visits:plan`."
    places = document["components"]["schemas"]["Scope"]["enum"].index
    assert places("attachments:delete") < places("visits:plan") < places("account:read")


@pytest.mark.usefixtures("_mounted")
def test_roles_and_keys_have_the_features_scope(api: People, desk: Desk) -> None:
    case_id, _ = planned(api.staff)
    wish = {"case_id": case_id, "place": "Lenina 3", "at": AT.isoformat()}
    _, narrow = keys.add_api_key(account_id=api.account.id, name="Plans", scopes=frozenset({"visits:plan"}))
    _, broad = keys.add_api_key(account_id=api.account.id, name="Rest", scopes=scopes.all_scopes() - {"visits:plan"})

    answers = [by.post("/v1/visits", wish).status for by in (as_key(narrow), as_key(broad), api.viewer)]
    assert answers == [201, 403, 403]
    assert as_key(narrow).get("/v1/cases").status == 403
    assert "Plan visits" in desk.get("/console/settings/keys/new").text
    made = api.admin.post("/v1/api-keys", {"name": "Made", "scopes": ["visits:plan"]}).expect(201)
    assert made["scopes"] == ["visits:plan"]


@pytest.mark.usefixtures("_mounted")
def test_home_of_a_role_without_cases_is_the_first_page_of_its_menu(api: People) -> None:
    agent, viewer = at_desk(api.agent), at_desk(api.viewer)

    assert agent.get("/console").headers["location"] == "/console/visits"
    assert agent.get("/console/visits").status == 200
    assert '<a href="/console/visits">Visits</a>' in agent.get("/console/me").text
    assert viewer.get("/console").status == 200
    assert api.agent.post("/v1/visits", {}).status == 403


@pytest.mark.usefixtures("_mounted")
def test_a_principal_of_a_feature_gives_and_steers_nothing(api: People) -> None:
    appraiser = Caller(account_id=api.account.id, principal=Appraiser("7"), scopes=frozenset({"visits:plan"}))

    with pytest.raises(Forbidden):
        powers.demand_no_more(appraiser, {"visits:plan"})
