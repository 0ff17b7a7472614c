"""People of client companies in the client area."""

from itertools import count
from typing import Any

from chalicelib.identity.area.model import AreaPerson, Notify
from tests.cabinet.visitors import Visitor, at_area
from tests.support.api.people import People
from tests.support.area import company_user, open_area, registered

_NUMBERS = count(1)


def colleague(api: People, client_id: str, name: str, *, email: bool = True, **chosen: Any) -> AreaPerson:
    """Register a user of a company, who handles its claims; `email`: they chose e-mails, too."""
    notify = Notify.AREA_AND_EMAIL if email else Notify.AREA
    membership = company_user(client_id, notify=notify, **chosen)
    phone = f"+3461234{next(_NUMBERS) % 10000:04}"
    return registered(api.account.id, membership, email=f"{name}@shipper.example", phone=phone)


def visitor(api: People, client_id: str, *, language: str = "es", **chosen: Any) -> Visitor:
    """Open the area, and return the browser of a company's user who is signed in."""
    open_area(api.account.id)
    return at_area(colleague(api, client_id, "luis", **chosen), language=language)
