"""People, invitations and reminders of a client that is merged into another one."""

from chalicelib.features.cabinet import members
from chalicelib.features.cabinet.reminders import upkeep


def move(account_id: str, old: str, new: str, *, limit: int) -> int:
    """Move some memberships and reminders of a client to another one. Returns their number."""
    moved = members.move(account_id, old, new, limit=limit)
    return moved + upkeep.move(account_id, old, new, limit=limit - moved)
