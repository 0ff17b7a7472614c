"""People of the client area whose client is merged into another one, or erased."""

from collections.abc import Callable

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.installed import access_ended
from chalicelib.features.cabinet import table
from chalicelib.features.cabinet.events import publish
from chalicelib.identity.area import people
from chalicelib.identity.area.model import AreaMember, AreaPerson, Membership
from chalicelib.identity.principals import actor_of
from chalicelib.identity.table import area as area_table
from chalicelib.identity.table import area_notices

Change = Callable[[tuple[Membership, ...]], tuple[Membership, ...]]


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Replace a client by another one in memberships of people, some at a time. Returns their number."""
    found = area_table.list_people_of_client(account_id, old)[:limit]
    for person_id in found:
        _change(account_id, person_id, lambda held: _renamed(held, old, new))
        area_notices.move_notices(account_id, person_id, old, new)
    return len(found)


def forget(account_id: str, client_id: str) -> None:
    """End all memberships for a client; a person without any other is deleted. Idempotent."""
    for person_id in area_table.list_people_of_client(account_id, client_id):
        _change(
            account_id, person_id, lambda held: tuple(each for each in held if each.client_id != client_id), client_id
        )
        area_notices.delete_notices(account_id, person_id, of_client=client_id)


def _renamed(held: tuple[Membership, ...], old: str, new: str) -> tuple[Membership, ...]:
    """Return memberships with a client replaced; one that the person has for the other client already stays."""
    has = {(each.client_id, each.kind) for each in held}
    kept = [each for each in held if each.client_id != old or (new, each.kind) not in has]
    return tuple(each.model_copy(update={"client_id": new}) if each.client_id == old else each for each in kept)


def _change(account_id: str, person_id: str, change: Change, forgotten: str = "") -> None:
    """Change memberships, and delete a person who is left without any; tell which client was forgotten."""

    def write() -> None:
        before = area_table.get_credentials(account_id, person_id)
        if before is None:
            return
        tx, held = Transaction(), change(before.person.memberships)
        if held:
            after = people.change(tx, before, {"memberships": held})
        else:
            area_table.delete_person(tx, before.person)
            after = _without_any(before.person)
        if forgotten:
            publish(tx, after, "area.closed", client_id=forgotten)
        tx.commit()

    retry_stale(write)
    if area_table.get_person(account_id, person_id) is None:
        area_table.delete_access(account_id, person_id)
        access_ended(account_id, actor_of(AreaMember(person_id)))
        table.erase_former(account_id, person_id)
        area_notices.delete_notices(account_id, person_id)


def _without_any(person: AreaPerson) -> AreaPerson:
    """Return a person who was deleted, as the last event tells of them."""
    return person.model_copy(update={"memberships": (), "version": person.version + 1})
