"""People of a client area when their client is merged or erased."""

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.errors import Unauthenticated
from chalicelib.features.cabinet import forgetting, members
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.model import LoginKind
from chalicelib.identity.table import area as area_table
from tests.support.area import EMAIL, SLUG, company_user, holder, registered, signed_in
from tests.support.faults import between, once
from tests.support.world import World


def clients_of(account_id: str, person_id: str) -> list[str]:
    person = area_table.get_person(account_id, person_id)
    assert person is not None
    return [each.client_id for each in person.memberships]


def test_people_act_for_the_client_that_theirs_was_merged_into(world: World) -> None:
    one = registered(world.account.id, holder("cli_old"), holder("cli_else"))
    both = registered(world.account.id, holder("cli_old"), holder("cli_new"), email="b@mail.example", phone=None)

    assert members.move(world.account.id, "cli_old", "cli_new", limit=10) == 2
    assert members.move(world.account.id, "cli_old", "cli_new", limit=10) == 0

    assert clients_of(world.account.id, one.id) == ["cli_new", "cli_else"]
    assert clients_of(world.account.id, both.id) == ["cli_new"]
    assert sorted(area_table.list_people_of_client(world.account.id, "cli_new")) == sorted([one.id, both.id])


def test_a_person_of_an_erased_client_alone_is_deleted_and_signed_out(world: World) -> None:
    person = registered(world.account.id, holder("cli_1"))
    other = registered(world.account.id, holder("cli_1"), company_user("cli_2"), email="other@mail.example", phone=None)
    secret = signed_in(person)

    for _ in range(2):
        forgetting.forget(world.account.id, "cli_1")

    assert area_table.get_person(world.account.id, person.id) is None
    assert area_table.find_login(world.account.id, LoginKind.EMAIL, EMAIL) is None
    assert clients_of(world.account.id, other.id) == ["cli_2"]
    with pytest.raises(Unauthenticated):
        sessions.resume(secret, slug=SLUG)


def test_a_person_who_joins_another_client_while_theirs_is_erased_stays(world: World) -> None:
    person = registered(world.account.id, holder("cli_1"))

    def join() -> None:
        before, tx = area_table.get_credentials(world.account.id, person.id), Transaction()
        assert before is not None
        people.change(tx, before, {"memberships": (*before.person.memberships, holder("cli_2"))})
        tx.commit()

    with between(once("TransactWriteItems", join)):
        forgetting.forget(world.account.id, "cli_1")

    assert clients_of(world.account.id, person.id) == ["cli_2"]
    assert area_table.find_login(world.account.id, LoginKind.EMAIL, EMAIL) == person.id
