"""People of a client company, their browsers, and notices to them, for tests."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from chalicelib.identity.area import notices
from chalicelib.identity.area.addressing import people_to_tell
from chalicelib.identity.area.model import AreaPerson, Membership
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.table import area as area_table
from tests.cabinet.visitors import Visitor, at_area, mailed
from tests.clients.bodies import COMPANY as CARD
from tests.clients.bodies import added
from tests.support.api.people import People
from tests.support.area import company_user, open_area, registered

COMPANY, OTHER_COMPANY = "cli_01J9Z6K3V8QWERTY0123456789", "cli_01J9Z6K3V8QWERTY012345678B"
AT = datetime(2026, 5, 4, 8, 0, tzinfo=UTC)


def member(account_id: str, name: str, *memberships: Membership) -> AreaPerson:
    """Register a person of companies, with an e-mail of the name."""
    return registered(account_id, *memberships, email=f"{name}@carga.example", phone=None)


def said(once: str, *, client_id: str = COMPANY, after: timedelta = timedelta(), **changes: Any) -> notices.Said:
    """Return a notice of a claim that was announced."""
    values = {
        "kind": "claim_announced",
        "text": "New claim {ref}: {kind}. Decide by {day} whether we handle it",
        "params": {"ref": once},
        "words": {"kind": "Home page"},
        "days": {"day": date(2026, 5, 6)},
        "path": f"/claims/claim_{once}",
        **changes,
    }
    return notices.Said(once=once, at=AT + after, client_id=client_id, **values)


def tell_all(account_id: str, *told: notices.Said) -> None:
    """Put notices to all who may handle claims of the companies that they are about."""
    for each in told:
        for one in people_to_tell(account_id, each.client_id, AreaPermission.CLAIMS):
            notices.put_notice(one.person, each)


def fresh(person: AreaPerson) -> AreaPerson:
    """Return a person as they are by now."""
    found = area_table.get_person(person.account_id, person.id)
    assert found
    return found


@dataclass
class Staffed:
    """A company with an administrator, Ana, and a user without permissions, Luis; and their browsers."""

    company_id: str
    ana: AreaPerson
    luis: AreaPerson
    ana_at: Visitor
    luis_at: Visitor


def staffed(api: People, *, language: str = "es") -> Staffed:
    """Add a company with its two people, whose area is open."""
    open_area(api.account.id)
    company_id = added(api.admin, CARD)
    ana = member(api.account.id, "ana", company_user(company_id, administrator=True))
    luis = member(api.account.id, "luis", company_user(company_id, permissions=frozenset()))
    return Staffed(company_id, ana, luis, at_area(ana, language=language), at_area(luis, language=language))


def link_in(mail: str) -> str:
    """Return the path of the link of an invitation in an e-mail."""
    found = re.search(r"/area/[a-z0-9-]+/joining/[\w-]+", mail)
    assert found, mail
    return found[0]


def mail_to(address: str) -> str:
    """Dispatch the outbox, and return the last e-mail to an address."""
    return [said for to, said in mailed() if to == address][-1]
