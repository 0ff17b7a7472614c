"""The API keys of an account, for its administrators: which there are, making one, revoking one.

A key is shown once, in the answer to the form that makes it: never at an address, in a cookie or again.
"""

from typing import Any

from chalice.app import Response

from chalicelib.base.errors import Conflict, FieldError, Invalid
from chalicelib.base.ids import id_made_once, new_id
from chalicelib.base.languages import N_, text
from chalicelib.features.staff.console.words import scope_labels
from chalicelib.frame.console.addresses import address
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity import keys
from chalicelib.identity.model import Caller, KeyWish, Scope

key_pages = console_pages(__name__)
_HTML, _ADMIN = "text/html", console(Scope.ACCOUNT_WRITE)
_KEYS = "/console/settings/keys"
_KEY = "/console/settings/keys/{key_id}"
_PLACES = {f"/{name}": name for name in ("name", "scopes")}


class KeyForm(Fields):
    """An API key as it is wished for. However often it is sent, one key is made by its `once`."""

    once: str = ""
    name: str = ""
    scopes: tuple[str, ...] = ()


@key_pages.operation("GET", _KEYS, audience=_ADMIN, media_type=_HTML, summary="The account's API keys")
def show_keys(caller: Caller, call: Call) -> Response:
    """List the keys."""
    return page(call, "keys.html", caller=caller, keys=keys.list_api_keys(caller), scopes=scope_labels())


@key_pages.operation("GET", f"{_KEYS}/new", audience=_ADMIN, media_type=_HTML, summary="Make an API key")
def show_key_form(caller: Caller, call: Call) -> Response:
    """Show the form for a key's name and scopes."""
    return _form_page(call, caller, KeyForm(once=new_id("key"), scopes=(Scope.CASES_READ, Scope.REQUESTS_WRITE)))


@key_pages.operation("POST", f"{_KEYS}/new", audience=_ADMIN, media_type=_HTML, summary="Make an API key")
def make_key(caller: Caller, form: KeyForm, call: Call) -> Response:
    """Make the key and show it, this once; a form that is sent again makes no other."""
    try:
        key, secret = keys.make_api_key(caller, _wish(form))
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places=_PLACES, language=call.language)
        return _form_page(call, caller, form, status=int(kind_of(error)[0]), wrong=wrong, troubles=troubles)
    except Conflict as error:
        said, made = (
            text(call.language, error.message, **error.params),
            id_made_once(form.once, prefix="key", account_id=caller.account_id),
        )
        return _key_page(call, caller, made, status=int(kind_of(error)[0]), trouble=said)
    return page(call, "key_made.html", caller=caller, here=f"{_KEYS}/{key.id}", key=key, secret=secret)


@key_pages.operation("GET", _KEY, audience=_ADMIN, media_type=_HTML, summary="An API key, but not the key itself")
def show_key(caller: Caller, key_id: str, call: Call) -> Response:
    return _key_page(call, caller, key_id)


@key_pages.operation(
    "GET", f"{_KEY}/revoke", audience=_ADMIN, media_type=_HTML, summary="Ask whether an API key is to be revoked"
)
def confirm_revocation(caller: Caller, key_id: str, call: Call) -> Response:
    """Ask first: a revoked key works never again."""
    key = keys.show_api_key(caller, key_id)
    if key.revoked:
        return see_other(f"{_KEYS}/{key.id}", notice="key_revoked_already")
    return page(
        call,
        "confirm.html",
        caller=caller,
        question=text(call.language, N_("Revoke this API key?")),
        warning=text(
            call.language, N_("Programs that use it are refused within half a minute. It can't be made valid again.")
        ),
        yes=text(call.language, N_("Revoke the key")),
        name=f"{key.shown_name} · {key.prefix}…",
        picture="",
        back=address(f"{_KEYS}/{key.id}"),
    )


@key_pages.operation(
    "POST", f"{_KEY}/revoke", audience=_ADMIN, status=303, media_type=_HTML, summary="Revoke an API key"
)
def revoke_key(caller: Caller, key_id: str) -> Response:
    was_valid = keys.revoke_api_key(caller, key_id)
    return see_other(_KEYS, notice="key_revoked" if was_valid else "key_revoked_already")


def _wish(form: KeyForm) -> KeyWish:
    lacking = []
    if not form.name.strip():
        lacking.append(FieldError("/name", N_("This field is required.")))
    if not form.scopes:
        lacking.append(FieldError("/scopes", N_("Tick at least one.")))
    told = {"once": form.once, "name": form.name, "scopes": form.scopes}
    return read_typed(KeyWish, told, lacking=lacking)


def _form_page(call: Call, caller: Caller, form: KeyForm, *, status: int = 200, **wrong: Any) -> Response:
    return page(
        call,
        "new_key.html",
        caller=caller,
        status=status,
        form=form,
        scopes=scope_labels(),
        **{"wrong": {}, "troubles": [], **wrong},
    )


def _key_page(call: Call, caller: Caller, key_id: str, *, status: int = 200, trouble: str = "") -> Response:
    key = keys.show_api_key(caller, key_id)
    here = f"{_KEYS}/{key.id}"
    return page(
        call, "key.html", caller=caller, status=status, here=here, key=key, scopes=scope_labels(), trouble=trouble
    )
