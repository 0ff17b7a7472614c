"""The cookies that a cabinet sets: session, known device, and a step that waits for codes."""

from collections.abc import Mapping
from datetime import timedelta

from chalicelib.features.cabinet.service.signing_in import SignedIn, Visit
from chalicelib.frame.area.site import Site
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import (
    AREA_LANGUAGE,
    area_device,
    area_session,
    area_step,
    cookie,
    expire_cookie,
    set_cookie,
)

_YEAR = timedelta(days=365)


def visit_of(call: Call, slug: str) -> Visit:
    """Return the browser of a call."""
    return Visit(
        device=cookie(call.headers, area_device(slug)),
        address=call.address,
        user_agent=call.headers.get("user-agent", ""),
    )


def step_of(headers: Mapping[str, str], slug: str) -> str:
    """Return the secret of the step that a browser is in; empty without one."""
    return cookie(headers, area_step(slug))


def cookies_of(site: Site, signed_in: SignedIn) -> list[str]:
    """Return the cookies of a new session; the step before it ends."""
    found = [session_cookie(site.slug, signed_in.secret), expire_cookie(area_step(site.slug), lax=True)]
    if signed_in.device:
        seconds = int(timedelta(days=site.settings.device_days).total_seconds())
        found.append(set_cookie(area_device(site.slug), signed_in.device, seconds=seconds, lax=True))
    return found


def session_cookie(slug: str, secret: str) -> str:
    """Return the cookie of a session, which ends with the browser."""
    return set_cookie(area_session(slug), secret, lax=True)


def no_session(slug: str) -> str:
    """Return the cookie that removes the session's."""
    return expire_cookie(area_session(slug), lax=True)


def step_cookie(slug: str, secret: str, *, life: timedelta) -> str:
    """Return the cookie of a step that waits for codes."""
    return set_cookie(area_step(slug), secret, seconds=int(life.total_seconds()), lax=True)


def language_cookie(language: str) -> str:
    """Return the cookie of the chosen language."""
    return set_cookie(AREA_LANGUAGE, language, seconds=int(_YEAR.total_seconds()), lax=True)
