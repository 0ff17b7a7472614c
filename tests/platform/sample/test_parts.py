"""A feature plugs in by its manifest alone: tests/sample_feature uses every door, and nothing else knows of it."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine

from chalicelib import features
from chalicelib.base import languages
from chalicelib.base.installed import find_function, report_takers
from chalicelib.functions import workers
from chalicelib.http.cookies import NOTICE
from chalicelib.identity import scopes
from chalicelib.identity.model import Role
from chalicelib.identity.principals import principal_of
from chalicelib.messaging.model import Report
from chalicelib.outbox import contract
from chalicelib.outbox.service import dispatch
from chalicelib.tenancy import sections
from infra.page_assets import build_console_assets, parts_of
from infra.reindex import reindex
from infra.translations import compile_catalogues
from tests.architecture.source import ROOT
from tests.cabinet.visitors import HOME, at_area
from tests.clients.bodies import PERSON, added
from tests.clients.personal_data import exported
from tests.sample_feature import service
from tests.sample_feature.feature import FEATURE
from tests.sample_feature.mounting import AT, planned
from tests.sample_feature.settings import VisitSettings
from tests.support import mailboxes, outbox
from tests.support.api.desk import Desk
from tests.support.api.people import People
from tests.support.area import company_user, open_area, registered
from tests.support.outbox import item
from tests.support.staff import hired, letters
from tests.support.sweeping import queue_item, sweep_cases
from tests.support.world import World


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
