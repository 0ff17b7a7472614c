"""Names of roles, of people's states and of API keys' scopes in the console."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.base.installed import scopes
from chalicelib.base.languages import N_
from chalicelib.identity.model import Role, Standing


class RoleWords(NamedTuple):
    """A role's name and its permissions."""

    name: str
    may: str


ROLES: Mapping[Role, RoleWords] = {
    Role.ADMIN: RoleWords(
        N_("Administrator"), N_("Everything: also deletes photos, and changes settings, people and API keys.")
    ),
    Role.STAFF: RoleWords(N_("Staff"), N_("Opens and converts cases, asks owners for photos.")),
    Role.VIEWER: RoleWords(N_("Viewer"), N_("Looks at cases and photos, changes nothing.")),
    Role.AGENT: RoleWords(N_("Agent"), N_("Keeps a base of clients; sees no cases.")),
}
#: With how the state is coloured; the word says it, too.
STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.INVITED: (N_("Invited"), "look"),
    Standing.ACTIVE: (N_("Has access"), "good"),
    Standing.DISABLED: (N_("No access"), "bad"),
}


def scope_labels() -> Mapping[str, str]:
    """Return the labels of the scopes of all features, msgids by scope."""
    return {scope.name: scope.label for scope in scopes()}
