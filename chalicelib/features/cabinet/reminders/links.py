"""Links of reminders: into the client area, else to the page on which an instalment is paid without one."""

from typing import NamedTuple

from chalicelib.base.settings import settings
from chalicelib.features.cabinet.reminders.model import About, Given
from chalicelib.features.cabinet.reminders.tasks import Thing
from chalicelib.features.payments.service.starting import can_start
from chalicelib.features.policies.links import url_of
from chalicelib.frame.area.settings import area_settings
from chalicelib.frame.area.site import page_path
from chalicelib.identity.area.permissions import AreaPermission
from chalicelib.identity.table import area as people


class Link(NamedTuple):
    """The page of a reminder's task; empty if this client has none."""

    url: str
    has_cabinet: bool


def link_of(thing: Thing, given: Given) -> Link:
    """Return the link of a reminder for the client of its thing."""
    rules = area_settings(thing.account_id)
    if rules.on and _has_cabinet(thing.account_id, thing.client_id):
        path = page_path(rules.slug, f"/reminders/{given.id}")
        return Link(f"{settings().public_base_url}{path}", has_cabinet=True)
    is_paid_by_link = given.about is About.INSTALMENT and can_start(thing.account_id)
    return Link(
        url_of("demand", thing.account_id, thing.subject, given.part) if is_paid_by_link else "", has_cabinet=False
    )


def _has_cabinet(account_id: str, client_id: str) -> bool:
    """Return True if a person sees the policies of a client."""
    found = (people.get_person(account_id, each) for each in people.list_people_of_client(account_id, client_id))
    return any(
        each is not None and each.may_sign_in and client_id in each.client_ids(AreaPermission.POLICIES)
        for each in found
    )
