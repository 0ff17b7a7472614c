"""Names of roles, of people's states and of API keys' scopes in the console."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.base.languages import N_
from chalicelib.identity.model import Role, Scope, Standing


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
}
#: With how the state is coloured; the word says it, too.
STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.INVITED: (N_("Invited"), "look"),
    Standing.ACTIVE: (N_("Has access"), "good"),
    Standing.DISABLED: (N_("No access"), "bad"),
}
SCOPES: Mapping[Scope, str] = {
    Scope.CASES_READ: N_("See cases, requests and photos"),
    Scope.CASES_WRITE: N_("Open, change and convert cases"),
    Scope.REQUESTS_WRITE: N_("Ask owners for photos; repeat, extend and withdraw requests"),
    Scope.ATTACHMENTS_DELETE: N_("Delete photos for good"),
    Scope.ACCOUNT_READ: N_("See the settings"),
    Scope.ACCOUNT_WRITE: N_("Change the settings"),
}
