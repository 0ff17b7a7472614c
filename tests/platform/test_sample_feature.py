"""A feature plugs in by its manifest alone: tests/sample_feature uses every door, and nothing else knows of it."""

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from typing import Any

import pytest
import time_machine

from app import app
from chalicelib import features
from chalicelib.base import languages
from chalicelib.base.errors import Conflict, Forbidden, NotFound
from chalicelib.base.installed import find_function, report_takers
from chalicelib.features.webhooks.hook_schemas import KeyBody, KeyView, KeyWithKey, KeyWithSecret
from chalicelib.functions import workers
from chalicelib.http import openapi
from chalicelib.http.blueprint import OPERATIONS, Operation
from chalicelib.http.cookies import NOTICE
from chalicelib.identity import keys, powers, scopes
from chalicelib.identity.model import ApiKey, Caller, KeyWish, Role
from chalicelib.identity.principals import principal_of
from chalicelib.messaging.model import Report
from chalicelib.outbox import contract
from chalicelib.outbox.service import dispatch
from chalicelib.tenancy import sections
from infra.page_assets import build_console_assets, parts_of
from infra.reindex import reindex
from infra.translations import compile_catalogues
from tests.account.console.forms import filled_in
from tests.architecture.source import ROOT
from tests.cabinet.visitors import HOME, at_area
from tests.clients.bodies import PERSON, added
from tests.clients.personal_data import exported
from tests.sample_feature import service
from tests.sample_feature.audience import HEADER, Appraiser, pass_of
from tests.sample_feature.feature import FEATURE
from tests.sample_feature.settings import VisitSettings
from tests.support import mailboxes, outbox
from tests.support.api import client
from tests.support.api.client import Api, as_key
from tests.support.api.desk import Desk, at_desk
from tests.support.api.people import People
from tests.support.area import company_user, open_area, registered
from tests.support.faults import between, once
from tests.support.outbox import item
from tests.support.staff import hired, letters
from tests.support.stored_settings import items_of, read
from tests.support.sweeping import queue_item, sweep_cases
from tests.support.world import World

AT = datetime(2026, 12, 1, 9, 30, tzinfo=UTC)
#: Caches of these keep nothing of any feature: clients, addresses and keys of AWS.
OF_NO_FEATURE = "chalicelib.aws."
#: Types whose fields are scopes of any feature.
TYPED = (ApiKey, KeyWish, KeyBody, KeyView, KeyWithKey, KeyWithSecret)


def forget() -> None:
    """Clear every cache of the product, and of the client that holds answers to the API's description."""
    loaded = [module for name, module in sys.modules.items() if name.startswith("chalicelib.")]
    for module in (*loaded, client):
        for value in list(vars(module).values()):
            if isinstance(value, _lru_cache_wrapper) and not value.__module__.startswith(OF_NO_FEATURE):
                value.cache_clear()
    for model in TYPED:
        model.model_rebuild(force=True)


@cache
def _registered() -> tuple[dict[str, Any], list[Operation]]:
    """Register the sample's routes and take them away again: chalice can register a blueprint once only."""
    routes, operations = set(app.routes), len(OPERATIONS)
    app.mount(FEATURE)
    app.load_all()
    return {path: app.routes.pop(path) for path in set(app.routes) - routes}, [
        OPERATIONS.pop() for _ in range(len(OPERATIONS) - operations)
    ]


@pytest.fixture
def _mounted(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Mount the sample feature for one test."""
    routes, operations = _registered()
    monkeypatch.setattr(features, "FEATURES", (*features.FEATURES, FEATURE))
    app.routes.update(routes)
    OPERATIONS.extend(operations)
    forget()
    service.sent.clear()
    yield
    for path in routes:
        del app.routes[path]
    del OPERATIONS[-len(operations) :]
    monkeypatch.undo()
    forget()


def planned(by: Api) -> tuple[str, str]:
    """Open a case and plan a visit; return their ids."""
    case = by.post("/v1/cases", {"reference": "CLM-1"}).expect(201)
    visit = by.post("/v1/visits", {"case_id": case["id"], "place": "Lenina 1", "at": AT.isoformat()}).expect(201)
    return case["id"], visit["id"]


@pytest.mark.usefixtures("_mounted")
def test_a_route_writes_a_row_an_entry_of_the_timeline_and_an_event(api: People, desk: Desk) -> None:
    case_id, visit_id = planned(api.staff)

    (told,) = outbox.events("visit.planned")
    assert told["data"]["visit_id"] == visit_id
    assert contract.any_event().validate_python(told).type == "visit.planned"
    tab = desk.get(f"/console/cases/{case_id}?tab=visits").text
    assert ("<li>Lenina 1</li>" in tab, 'Visits <span class="count">1</span>' in tab) == (True, True)
    assert "Visit planned" in desk.get(f"/console/cases/{case_id}?tab=history").text


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
def test_a_row_falls_due_and_its_message_is_sent_by_the_courier_of_its_kind(api: People) -> None:
    _, visit_id = planned(api.staff)
    with time_machine.travel(AT + timedelta(minutes=1), tick=False):
        assert [sweep_cases(), sweep_cases()] == [1, 0]
        (queued,) = [each for each in outbox.items() if each.kind == "visit_reminder"]
        assert contract.kinds().keys() >= {"visit.planned", "case.created"}
        dispatch(queued.account_id, queued.id)

    assert service.sent == [f"visit#{visit_id}"]
    assert item(queued.id).status == "done"
    report = Report(provider_id=f"visit-{queued.id}", channel="sms", verdict="delivered", at=AT)
    assert any(take(report) for take in report_takers())


@pytest.mark.usefixtures("_mounted")
def test_administrators_get_an_e_mail_in_the_words_of_the_feature(world: World) -> None:
    mailboxes.verify_sender()
    hired(world.account, "anna", Role.ADMIN)
    hired(world.account, "boris")
    queued = queue_item(world.account.id, notice="visit_missed", params={"place": "Lenina 2"})

    dispatch(world.account.id, queued)
    (single,) = [each for each in outbox.messages() if each.id != queued]
    dispatch(world.account.id, single.id)

    (letter,) = letters()
    assert (letter.to, letter.subject) == ("anna@staff.example", "A visit was missed")
    assert "nobody at Lenina 2" in letter.html
    assert item(single.id).status == "done"


@pytest.mark.usefixtures("_mounted")
def test_menu_settings_notices_and_choice_of_events_have_what_the_manifest_names(
    api: People,
    desk: Desk,
) -> None:
    inbox = desk.get("/console").text
    settings = desk.get("/console/settings/organisation").text

    assert '<a href="/console/visits">Visits</a>' in inbox
    assert '<a href="/console/settings/visits">Visits</a>' in settings
    assert desk.get("/console/visits").status == 200
    assert "A visit was planned" in desk.get("/console/settings/webhooks/new").text
    noticed = replace(desk, cookies={**desk.cookies, NOTICE: "visit_planned"})
    assert "The visit is planned." in noticed.get("/console").text


@pytest.mark.usefixtures("_mounted")
def test_a_feature_brings_its_translations(desk: Desk) -> None:
    compile_catalogues(FEATURE.folder)
    languages.translations.cache_clear()

    assert '<a href="/console/visits">Визиты</a>' in desk.speaking("ru").get("/console").text


@pytest.mark.usefixtures("_mounted")
def test_a_feature_has_a_page_an_entry_of_the_menu_and_a_card_in_the_client_area(api: People) -> None:
    open_area(api.account.id)
    visitor = at_area(registered(api.account.id, company_user("cli_1")))
    outsider = at_area(
        registered(api.account.id, company_user("cli_2", permissions=frozenset()), email="o@mail.example", phone=None)
    )

    home = visitor.get(HOME)
    assert ("Of 1 clients." in home.text, f'<a href="{HOME}/visits">Visits</a>' in home.text) == (True, True)
    assert "<li>cli_1</li>" in visitor.get(f"{HOME}/visits").text
    assert "/visits" not in outsider.get(HOME).text
    assert outsider.get(f"{HOME}/visits").status == 404


def test_a_feature_brings_scripts_and_sheets(tmp_path: Path) -> None:
    build_console_assets(tmp_path, parts=parts_of((*features.FEATURES, FEATURE)))

    assert "visits" in (tmp_path / "visits.js").read_text()
    assert ".visits" in (tmp_path / "console.css").read_text()


@pytest.mark.usefixtures("_mounted")
def test_settings_of_the_feature_are_a_section_with_a_version_and_a_conflict_of_its_own(world: World) -> None:
    account = world.account.id
    assert sections.load(account, VisitSettings) == VisitSettings()
    assert sections.show(account, VisitSettings) == (VisitSettings(), 0)
    before = items_of(account).keys()

    saved = sections.change(account, VisitSettings(minutes=45, instructions="ы" * 100_000), since=0)

    assert sections.load(account, VisitSettings) == saved.value
    assert sections.show(account, VisitSettings) == saved == (saved.value, 1)
    assert sections.load(world.other_account.id, VisitSettings) == VisitSettings()
    assert items_of(account).keys() - before == {"settings#visits#0", "settings#visits#1"}
    with pytest.raises(Conflict):
        sections.change(account, VisitSettings(), since=0)
    assert read(account) == world.account
    assert sections.change(account, VisitSettings(), since=1).version == 2
    assert items_of(account).keys() - before == {"settings#visits#0"}


@pytest.mark.usefixtures("_mounted")
def test_the_later_of_two_changes_of_its_settings_is_refused_at_the_same_moment_too(world: World) -> None:
    theirs = once("TransactWriteItems", lambda: sections.change(world.account.id, VisitSettings(minutes=5), since=0))

    with between(theirs), pytest.raises(Conflict):
        sections.change(world.account.id, VisitSettings(minutes=6), since=0)

    assert sections.load(world.account.id, VisitSettings).minutes == 5


@pytest.mark.usefixtures("_mounted")
def test_an_account_that_there_is_not_has_no_settings_of_it(world: World) -> None:
    with pytest.raises(NotFound):
        sections.change(world.account.id + "x", VisitSettings(), since=0)


KINDS = "/console/settings/visits"


@pytest.mark.usefixtures("_mounted")
def test_a_list_of_its_settings_has_pages_by_a_definition_alone(api: People, desk: Desk) -> None:
    def stored() -> list[tuple[str, str]]:
        return [(each.code, each.name) for each in sections.show(api.account.id, VisitSettings).value.kinds]

    assert "No kinds yet." in desk.get(KINDS).text
    new = filled_in(desk.get(f"{KINDS}/new-kind"))
    assert desk.post(f"{KINDS}/new-kind", {**new, "code": "first"}).status == 422
    assert desk.post(f"{KINDS}/new-kind", {**new, "code": "first", "name": "First"}).status == 303
    assert f'<li><a href="{KINDS}/first">First</a>' in desk.get(KINDS).text
    opened = filled_in(desk.get(f"{KINDS}/first"))
    assert desk.post(f"{KINDS}/first", {**opened, "name": "Again"}).status == 303
    assert stored() == [("first", "Again")]

    late = desk.post(f"{KINDS}/first", {**opened, "name": "Late"})
    assert (late.status, 'value="Late"' in late.text, stored()) == (409, True, [("first", "Again")])
    assert "Visits keep it." in desk.get(f"{KINDS}/first/remove").text
    assert desk.post(f"{KINDS}/first/remove", {}).status == 303
    assert stored() == []
    removed = desk.post(f"{KINDS}/first", {**opened, "name": "Late"})
    assert (removed.status, "Somebody has removed this kind." in removed.text) == (409, True)
    assert desk.get(f"{KINDS}/first").status == 404


def test_settings_of_a_feature_say_something_by_default_and_their_codes_are_different() -> None:
    named = [(code, each.load(path)) for each in (*features.FEATURES, FEATURE) for code, path in each.settings.items()]

    assert [kind() for _, kind in named]
    assert len({code for code, _ in named}) == len(named)


@pytest.mark.usefixtures("_mounted")
def test_a_lambda_function_forwards_to_the_feature() -> None:
    assert "plan_visits" in workers()
    assert find_function("plan_visits")("x", None) == "planned x"


@pytest.mark.usefixtures("_mounted")
def test_the_operators_command_re_indexes_what_the_feature_finds_by_terms(world: World) -> None:
    said = list(reindex())

    assert [line for line in said if line.startswith(world.account.id)] == [
        f"{world.account.id}: 0 clients re-indexed",
        f"{world.account.id}: 0 policies re-indexed",
        f"{world.account.id}: 0 cases re-indexed",
        f"{world.account.id}: 0 claims re-indexed",
        f"{world.account.id}: 0 requests re-indexed",
        f"{world.account.id}: 0 reminders re-indexed",
        f"{world.account.id}: 0 cabinets re-indexed",
        f"{world.account.id}: 7 visits re-indexed",
    ]


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


@pytest.mark.usefixtures("_mounted")
def test_the_feature_adds_its_files_to_the_export_of_a_clients_data(api: People) -> None:
    client_id = added(api.key, PERSON)

    made = api.staff.post(f"/v1/clients/{client_id}/export.zip", {"reason": "asked"}).expect(201)

    files = exported(made["url"])
    assert set(files) == {"client.json", "client.html", "visits.txt"}
    assert files["visits.txt"].startswith(client_id)


def test_a_process_without_it_knows_nothing_of_it(world: World) -> None:
    assert "visit.planned" not in contract.kinds()
    with pytest.raises(LookupError):
        find_function("plan_visits")
    assert (principal_of("appraiser:7"), "visits:plan" in scopes.all_scopes()) == (None, False)
    with pytest.raises(LookupError):
        sections.load(world.account.id, VisitSettings)


def test_no_file_of_the_platform_names_a_feature() -> None:
    names = [feature.package for feature in features.FEATURES if feature not in features.PLATFORM]
    platform = [path for each in features.PLATFORM for path in each.folder.rglob("*.py")]
    platform += [*(ROOT / "chalicelib" / "base").rglob("*.py"), *(ROOT / "chalicelib" / "aws").rglob("*.py")]
    platform += (ROOT / "chalicelib" / "http").rglob("*.py")

    naming = [(path.relative_to(ROOT), name) for path in platform for name in names if f"{name}." in path.read_text()]
    assert naming == []
    assert len(names) > 5
    assert len(platform) > 100
