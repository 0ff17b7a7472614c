"""People of a company: who they are, and changes of permission, notices, role and access.

An active administrator always remains. Administrators have all permissions by their role.
"""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.features.cabinet.events import publish
from chalicelib.features.companies import refusals
from chalicelib.features.companies.granting import tell_granted
from chalicelib.features.companies.model import Member, MemberChange
from chalicelib.identity.area import people, sessions
from chalicelib.identity.area.model import AreaPerson, Membership
from chalicelib.identity.area.permissions import HANDLING_CLAIMS, AreaPermission, MembershipKind, MembershipRole
from chalicelib.identity.table import area as area_table


def list_members(account_id: str, client_id: str) -> list[Member]:
    """Return the people of a company by their names: one Query and one BatchGetItem."""
    found = area_table.list_persons_of_client(account_id, client_id)
    members = [
        Member(person, membership)
        for person in found
        if (membership := person.find_membership(client_id, MembershipKind.COMPANY)) is not None
    ]
    return sorted(members, key=lambda each: (each.person.name.casefold(), each.person.id))


def find_member(account_id: str, client_id: str, person_id: str) -> Member:
    """Return a person of a company. Raises NotFound."""
    person = area_table.get_person(account_id, person_id)
    membership = person.find_membership(client_id, MembershipKind.COMPANY) if person else None
    if person is None or membership is None:
        raise refusals.no_person()
    return Member(person, membership)


def change_member(account_id: str, client_id: str, person_id: str, change: MemberChange) -> Member:
    """Change a membership; a lost permission ends open connections at once. Repeating it changes nothing.

    Raises NotFound, Conflict for the last administrator, and for taking claims from one.
    """
    return retry_stale(lambda: _change(account_id, client_id, person_id, change))


def _change(account_id: str, client_id: str, person_id: str, change: MemberChange) -> Member:
    before = area_table.get_credentials(account_id, person_id)
    held = before.person.find_membership(client_id, MembershipKind.COMPANY) if before else None
    if before is None or held is None:
        raise refusals.no_person()
    wanted = _changed(held, change)
    if wanted == held:
        return Member(before.person, held)
    tx = Transaction()
    if held.is_of_administrator and before.person.may_sign_in and not wanted.is_of_administrator:
        _demand_another(tx, before.person, client_id)
    after = people.change(tx, before, _changes(before.person, held, wanted))
    publish(tx, after, "area.person_changed", client_id=client_id, **facts_of(wanted))
    if wanted.grants(AreaPermission.CLAIMS) and not held.grants(AreaPermission.CLAIMS):
        tell_granted(tx, after, client_id)
    tx.commit()
    return Member(after, wanted)


def facts_of(membership: Membership) -> dict[str, object]:
    """Return a membership as back-ends are told of it."""
    return {"role": membership.role, "claims": membership.handles_claims, "disabled": membership.disabled}


def _changed(held: Membership, change: MemberChange) -> Membership:
    """Return a membership after a change. Raises Conflict for taking claims from an administrator."""
    role = change.role or held.role
    permissions = held.permissions
    if role is MembershipRole.ADMINISTRATOR:
        if change.claims is False:
            raise refusals.administrator_keeps_claims()
        permissions = HANDLING_CLAIMS  # kept by somebody who is a user later, until they are taken
    elif change.claims is not None:
        permissions = HANDLING_CLAIMS if change.claims else frozenset()
    return held.model_copy(
        update={
            "role": role,
            "permissions": permissions,
            "notify": change.notify or held.notify,
            "disabled": held.disabled if change.disabled is None else change.disabled,
        }
    )


def _changes(person: AreaPerson, held: Membership, wanted: Membership) -> dict[str, object]:
    """Return the changes of a person; all sessions of one who may not sign in any more end."""
    memberships = tuple(wanted if each == held else each for each in person.memberships)
    after = person.model_copy(update={"memberships": memberships})
    ended = {} if after.may_sign_in else {"sessions_valid_after": sessions.end_of_all(person)}
    return {"memberships": memberships, **ended}


def _demand_another(tx: Transaction, person: AreaPerson, client_id: str) -> None:
    """Raise Conflict if nobody else administers a company.

    The transaction demands that the other one did not change meanwhile: two who take the role from each other at the
    same time would leave none.
    """
    others = area_table.list_persons_of_client(person.account_id, client_id)
    for each in others:
        membership = each.find_membership(client_id, MembershipKind.COMPANY)
        if each.id != person.id and each.may_sign_in and membership is not None and membership.is_of_administrator:
            area_table.check_unchanged(tx, each)
            return
    raise refusals.last_administrator()
