"""Client companies that announce claims themselves: the processes that let them, and the companies of a person."""

from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.settings import claim_settings
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission, MembershipKind


def processes_of_companies(account_id: str) -> list[ClaimProcess]:
    """Return the account's processes whose claims companies announce themselves in the client area."""
    return [each for each in claim_settings(account_id).processes if each.announced and each.notice_by_client]


def companies_of(caller: AreaCaller) -> tuple[str, ...]:
    """Return the ids of the companies whose claims the person announces; none if no process lets companies do so."""
    handled = frozenset(caller.client_ids(AreaPermission.CLAIMS))
    acted_for = (each for each in caller.person.memberships if each.kind is MembershipKind.COMPANY)
    found = (each.client_id for each in acted_for if each.client_id in handled and each.grants(AreaPermission.CLAIMS))
    return tuple(dict.fromkeys(found)) if processes_of_companies(caller.account_id) else ()


def acts_for_company(caller: AreaCaller) -> bool:
    """Return True if the person acts for a client company, with or without permissions."""
    return any(each.kind is MembershipKind.COMPANY for each in caller.person.memberships)
