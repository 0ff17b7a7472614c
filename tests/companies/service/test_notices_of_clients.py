"""Notices of people whose company is merged into another one, erased, or exported."""

import json

from chalicelib.features.cabinet import forgetting, members, person_file
from chalicelib.features.clients import service as clients
from chalicelib.identity.table import area_notices
from tests.clients.bodies import COMPANY as CARD
from tests.clients.bodies import added
from tests.companies.people import COMPANY, OTHER_COMPANY, member, said, tell_all
from tests.support.api.people import People, admin_of
from tests.support.area import company_user
from tests.support.world import World


def told_of(account_id: str, person_id: str) -> list[tuple[str, str]]:
    return [(each.params["ref"], each.client_id) for each in area_notices.list_all_notices(account_id, person_id)]


def test_notices_follow_the_company_that_theirs_was_merged_into(world: World) -> None:
    ana = member(world.account.id, "ana", company_user(COMPANY))
    tell_all(world.account.id, said("S-1"))
    area_notices.mark_read(area_notices.list_all_notices(world.account.id, ana.id)[0])

    for _ in range(2):
        members.move(world.account.id, COMPANY, OTHER_COMPANY, limit=10)

    assert told_of(world.account.id, ana.id) == [("S-1", OTHER_COMPANY)]
    assert area_notices.list_all_notices(world.account.id, ana.id)[0].is_read


def test_notices_about_an_erased_company_go_and_those_about_another_one_stay(world: World) -> None:
    ana = member(world.account.id, "ana", company_user(COMPANY))
    both = member(world.account.id, "luis", company_user(COMPANY), company_user(OTHER_COMPANY))
    tell_all(world.account.id, said("S-1"), said("S-2", client_id=OTHER_COMPANY))
    area_notices.raise_mark(world.account.id, ana.id, "01J9Z6K3V8QWERTY0123456789")

    for _ in range(2):
        forgetting.forget(world.account.id, COMPANY)

    assert told_of(world.account.id, ana.id) == []
    assert told_of(world.account.id, both.id) == [("S-2", OTHER_COMPANY)]


def test_the_file_about_a_company_has_the_notices_about_it_and_no_others(api: People) -> None:
    company_id = added(api.admin, CARD)
    member(api.account.id, "ana", company_user(company_id), company_user(OTHER_COMPANY))
    tell_all(api.account.id, said("S-1", client_id=company_id), said("S-2", client_id=OTHER_COMPANY))
    client = clients.find_client(api.account.id, company_id)
    assert client

    (held, *_) = person_file.files(admin_of(api), client, "en")

    (person,) = json.loads(held.content)["people"]
    assert [each["params"] for each in person["notices"]] == [{"ref": "S-1"}]
