"""The audiences of the console's pages: the staff, by the session's cookie and by nothing else."""

from chalicelib.http.cookies import SESSION, cookie
from chalicelib.identity import access
from chalicelib.identity.audiences import Audience


def console(scope: str) -> Audience:
    """Return the audience of staff who are signed in to the console and whose role has this scope."""
    return _signed_in(scope, enrolling=False)


def _signed_in(scope: str | None, *, enrolling: bool) -> Audience:
    return Audience(
        name="console",
        resolve=lambda presented: access.resume_session(cookie(presented.headers, SESSION), enrolling=enrolling),
        who="Staff ({roles}), signed in to the console.",
        scope=scope,
    )


#: All staff who are signed in to the console, of any role.
EVERYBODY = _signed_in(None, enrolling=False)
#: The same, with those who lack a second factor that their account demands.
ENROLLING = _signed_in(None, enrolling=True)
