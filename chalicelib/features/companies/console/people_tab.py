"""The tab of a company's people on the client's page."""

from typing import Any

from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict
from chalicelib.features.cabinet.service.password_links import may_get_link
from chalicelib.features.clients.bases import sees_contacts
from chalicelib.features.clients.console.client_pages import ClientPage
from chalicelib.features.clients.model import ClientKind, Known
from chalicelib.features.companies import inviting, managing
from chalicelib.features.companies.views import hidden, whole
from chalicelib.identity.area.permissions import MembershipRole
from chalicelib.tenancy import service as accounts


def is_company(known: Known) -> bool:
    """Return True for a client with people: a company."""
    return known.client.facts.kind is ClientKind.COMPANY


def people_tab(shown: ClientPage) -> dict[str, Any]:
    """Return the tab of a company's people and invitations."""
    caller, client, language = shown.caller, shown.known.client, shown.language
    account, email = accounts.load_account(caller.account_id), whole if sees_contacts(caller) else hidden
    return {
        "members": [
            {
                "id": person.id,
                "name": person.name,
                "email": email(person.email or ""),
                "is_administrator": membership.role is MembershipRole.ADMINISTRATOR,
                "claims": membership.handles_claims,
                "notify": membership.notify.value,
                "disabled": membership.disabled,
                "can_get_link": not membership.disabled and may_get_link(person),
                "no_access": membership.disabled or not person.may_sign_in,
            }
            for person, membership in managing.list_members(account.id, client.id)
        ],
        "invitations": [
            {
                "id": each.id,
                "name": each.name,
                "email": email(each.email),
                "ends": localized.moment(language, each.ends_at, account.zone),
                "is_open": each.is_open(now()),
            }
            for each in inviting.list_invitations(account.id, client.id)
        ],
        "has_area": _has_area(account.id),
    }


def _has_area(account_id: str) -> bool:
    try:
        inviting.demand_area(account_id)
    except Conflict:
        return False
    return True
