"""People, reminders and figures of a client that is merged into another one."""

from chalicelib.features.cabinet import members
from chalicelib.features.cabinet.reminders import upkeep
from chalicelib.features.cabinet.service import counting


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some memberships and reminders of a client to another one, and count one client. Returns their number."""
    moved = members.move(account_id, old, new, limit=limit)
    moved += upkeep.move(account_id, old, new, limit=limit - moved)
    return moved + (counting.move(account_id, old, new) if moved < limit else 0)
