"""Tasks about payments, at the desks of the staff."""

from chalicelib.features.conversations.model import Ticket, Wanted
from chalicelib.features.conversations.service import reading
from tests.support.world import World


def tasks_of(world: World) -> list[Ticket]:
    """Return the open tasks and requests of an account."""
    return list(reading.list_tickets(world.admin, Wanted(), limit=10, position=None).items)
