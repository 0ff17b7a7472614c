"""Draws the console's pages. Style and script are files of their own, cached for good under a name with their hash.

The content security policy allows these files and nothing inline; photos come from the bucket's origin.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from chalice.app import Response

from chalicelib.base.installed import find_notice, installed, is_warning, settings_menu
from chalicelib.base.languages import LANGUAGES, Language, plural, text
from chalicelib.base.localized import day
from chalicelib.base.templating import templates_in
from chalicelib.frame.console.addresses import address, origin, own_page
from chalicelib.frame.console.menu import entries_for, mark_of
from chalicelib.http.blueprint import Call
from chalicelib.http.cookies import NOTICE, cookie, expire_cookie, set_cookie
from chalicelib.identity import directory
from chalicelib.identity.factors.requiring import is_missing
from chalicelib.identity.model import Caller
from chalicelib.identity.powers import may
from chalicelib.identity.scopes import known_scope
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from jinja2 import Environment

Headers = dict[str, str | list[str]]
_HERE = Path(__file__).parent
_BUILT = _HERE / "built"
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8"}
_NOTICE_SECONDS = 60


def page(
    call: Call,
    template: str,
    *,
    caller: Caller | None = None,
    status: int = 200,
    account: Account | None = None,
    storage: Sequence[str] = (),
    allow: Mapping[str, Sequence[str]] | None = None,
    here: str | None = None,
    headers: Headers | None = None,
    **values: Any,
) -> Response:
    """Draw templates/<template> for the caller, with the header and the menu of their role.

    `account`: the caller's, if it was read just now; else its settings are as they were lately. `storage`: origins that
    the page may show images of and fetch from; `allow`: further sources, by directive of the policy. `here`: the page
    to come back to after changing the language, if that isn't the called address.
    """
    code = cookie(call.headers, NOTICE)
    said = find_notice(code)
    account = account or (accounts.load_account(caller.account_id) if caller else None)
    body = (
        _templates()
        .get_template(template)
        .render(
            **_standing(call.language, caller, account),
            here=own_page(here or call.here),
            said=text(call.language, said) if said else "",
            warned=is_warning(code),
            **values,
        )
    )
    answer: Headers = {**page_headers(storage, allow or {}), **(headers or {})}
    if said:
        answer["Set-Cookie"] = [*answer.get("Set-Cookie", []), expire_cookie(NOTICE)]
    return Response(body=body, status_code=status, headers=answer)


def fragment(call: Call, template: str, *, caller: Caller, headers: Headers | None = None, **values: Any) -> Response:
    """Draw a part of a page, for a script that puts it into one."""
    account = accounts.load_account(caller.account_id)
    body = _templates().get_template(template).render(**_standing(call.language, caller, account), **values)
    return Response(body=body, status_code=200, headers={**page_headers((), {}), **(headers or {})})


def see_other(path: str, *, notice: str | None = None, cookies: Sequence[str] = ()) -> Response:
    """Lead to a page of the console (RFC 9110, 15.4.4), which says the notice of this code once."""
    said = [set_cookie(NOTICE, notice, seconds=_NOTICE_SECONDS)] if notice else []
    headers: Headers = {"Location": address(path), "Cache-Control": "no-store", "Referrer-Policy": "same-origin"}
    if said or cookies:
        headers["Set-Cookie"] = [*cookies, *said]
    return Response(body="", status_code=303, headers=headers)


def page_headers(storage: Sequence[str], allow: Mapping[str, Sequence[str]]) -> Headers:
    """Return the headers of every page: a policy of its sources, and no cache."""
    return {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": _policy(storage, allow),
        # Our own forms have to name their origin (see blueprint.py); nobody else learns where people were.
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def asset(name: str) -> tuple[str, Headers]:
    """Return a built file by the name in its address, `<hash>-<file>`, with its headers; KeyError if there is none."""
    hashed, _, file = name.partition("-")
    body, present = _assets()[file]
    # Right after a deployment an old page may ask for the old file; it gets the new one, and must not keep it.
    lifetime = "public, max-age=31536000, immutable" if hashed == present else "no-store"
    headers = {
        "Content-Type": _TYPES[Path(file).suffix],
        "Cache-Control": lifetime,
        "X-Content-Type-Options": "nosniff",
    }
    return body, dict(headers)


def _policy(storage: Sequence[str], allow: Mapping[str, Sequence[str]]) -> str:
    assets = origin() + address("/console/assets/")
    directives = {
        "default-src": ["'none'"],
        "style-src": [assets],
        "script-src": [assets],
        "img-src": ["'self'", "data:", *storage],
        "connect-src": ["'self'", *storage],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
    directives |= {name: [*directives.get(name, ()), *sources] for name, sources in allow.items()}
    return "; ".join(f"{name} {' '.join(dict.fromkeys(values))}" for name, values in directives.items())


def _standing(language: Language, caller: Caller | None, account: Account | None) -> dict[str, Any]:
    """Return the values for every template, in the reader's language and time zone."""
    zone = account.zone if account else ZoneInfo("UTC")
    user = directory.show_user(caller) if caller else None
    return {
        "_": partial(text, language),
        "counted": partial(plural, language),
        "language": language,
        "languages": LANGUAGES,
        "address": address,
        "asset": asset_address,
        "menu": entries_for(caller) if caller else [],
        "mark_of": mark_of,
        "settings_menu": settings_menu,
        "account": account,
        "user": user,
        # nothing but the second factor that the account demands is open to them
        "confined": user is not None and account is not None and is_missing(user, account),
        "may": lambda scope: caller is not None and may(caller, known_scope(scope)),
        "day": partial(_day, language, zone),
        "moment": partial(_moment, language, zone),
    }


def _day(language: Language, zone: ZoneInfo, moment: datetime) -> str:
    return day(language, moment.astimezone(zone))


def _moment(language: Language, zone: ZoneInfo, moment: datetime) -> str:
    return f"{day(language, moment.astimezone(zone))}, {moment.astimezone(zone):%H:%M}"


@cache
def _assets() -> Mapping[str, tuple[str, str]]:
    """Return the built files with their hashes, by name."""
    texts = {path.name: path.read_text() for path in _BUILT.iterdir() if path.suffix in _TYPES}
    return {name: (body, sha256(body.encode()).hexdigest()[:12]) for name, body in texts.items()}


def asset_text(file: str) -> str:
    """Return the text of a built file, for a page that has it inside."""
    return _assets()[file][0]


def asset_address(file: str) -> str:
    return address(f"/console/assets/{_assets()[file][1]}-{file}")


@cache
def _templates() -> "Environment":
    folders = (each.folder / part for each in installed() for part in ("console/templates", "templates"))
    return templates_in(_HERE / "templates", *folders)
