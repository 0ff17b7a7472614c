"""Links that set a new password, sent to people of a company by its administrators and by staff."""

from chalicelib.features.cabinet.service import password_links
from chalicelib.features.companies import inviting, refusals
from chalicelib.features.companies.access import administered
from chalicelib.features.companies.managing import find_member
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.identity.table import area as area_table


def send_as_administrator(caller: AreaCaller, person_id: str) -> None:
    """Send a link to a colleague of a company that the caller administers.

    Raises NotFound for people of other companies, Conflict for one whom no link may reach, QuotaExceeded.
    """
    person = area_table.get_person(caller.account_id, person_id)
    for client_id in administered(caller):
        if person is not None and person.find_membership(client_id, MembershipKind.COMPANY) is not None:
            return send_to_member(caller.account_id, client_id, person_id)
    raise refusals.no_person()


def send_to_member(account_id: str, client_id: str, person_id: str) -> None:
    """Send a link to a person of a company. Raises NotFound, Conflict, QuotaExceeded."""
    inviting.demand_area(account_id)
    person, membership = find_member(account_id, client_id, person_id)
    if membership.disabled:
        raise refusals.has_no_access()
    password_links.send_link(person)
