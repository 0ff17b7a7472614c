"""The audience of the owner's page: the token in the path is the permission. The use case checks and limits it."""

from chalicelib.identity.audiences import Audience

OWNER = Audience(
    name="owner",
    resolve=lambda _: None,
    who="Whoever has the owner's link: the token in the path is the permission.",
)
