"""People of a client who are told of its things: active, with the permission, in their language and way."""

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.identity.area import people
from chalicelib.identity.area.addressing import people_to_tell
from chalicelib.identity.area.model import AreaPerson, Membership, Notify, PersonState
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.table import area as table
from tests.support.area import company_user, registered
from tests.support.world import World

COMPANY, OTHER = "cli_1", "cli_2"


def person_with(world: World, name: str, *memberships: Membership) -> AreaPerson:
    return registered(world.account.id, *memberships, email=f"{name}@carga.example", phone=None)


def told_of(world: World, client_id: str = COMPANY) -> dict[str, str]:
    """Return the addresses for an e-mail, by id of those who are told."""
    return {each.person.id: each.email for each in people_to_tell(world.account.id, client_id, AreaPermission.CLAIMS)}


def test_those_with_the_permission_are_told_each_in_the_way_that_was_chosen(world: World) -> None:
    ana = person_with(world, "ana", company_user(COMPANY, administrator=True))
    luis = person_with(world, "luis", company_user(COMPANY, notify=Notify.AREA))
    person_with(world, "eva", company_user(COMPANY, permissions=frozenset()))
    person_with(world, "leo", company_user(OTHER))

    assert told_of(world) == {ana.id: "ana@carga.example", luis.id: ""}


def test_somebody_who_acts_for_two_companies_is_told_of_each_in_its_own_way(world: World) -> None:
    both = person_with(world, "ana", company_user(COMPANY, notify=Notify.AREA), company_user(OTHER))

    assert told_of(world, COMPANY) == {both.id: ""}
    assert told_of(world, OTHER) == {both.id: "ana@carga.example"}


@pytest.mark.parametrize(
    "change",
    [
        {"state": PersonState.DISABLED},
        {"memberships": (company_user(COMPANY, administrator=True, disabled=True), company_user(OTHER))},
        {"memberships": (company_user(OTHER),)},
    ],
)
def test_nobody_is_told_after_the_end_of_their_access(world: World, change: dict[str, object]) -> None:
    ana = person_with(world, "ana", company_user(COMPANY, administrator=True))
    assert told_of(world) == {ana.id: "ana@carga.example"}
    tx, before = Transaction(), table.get_credentials(world.account.id, ana.id)
    assert before is not None
    people.change(tx, before, change)
    tx.commit()

    assert told_of(world) == {}
