"""The settings of a feature: a section of their own, with pages by a definition alone."""

import pytest

from chalicelib import features
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.tenancy import sections
from tests.account.console.forms import filled_in
from tests.sample_feature.feature import FEATURE
from tests.sample_feature.settings import VisitSettings
from tests.support.api.desk import Desk
from tests.support.api.people import People
from tests.support.faults import between, once
from tests.support.stored_settings import items_of, read
from tests.support.world import World


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
