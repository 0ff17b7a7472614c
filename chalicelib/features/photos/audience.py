"""Who may open the owner's page: whoever holds the token in the path. The use case checks it, with its limits."""

from chalicelib.identity.audiences import Audience

OWNER = Audience(
    name="owner",
    resolve=lambda _: None,
    who="Whoever has the owner's link: the token in the path is the permission.",
)
