"""Shared parts of the settings' sections: permissions, and forms that come back unsaved.

A form carries the digest of the settings that it was made from (`base`). Settings that someone else changed meanwhile
aren't written over: the form comes back as it was typed, says so, and can be sent again. If they were removed it comes
back as the form of a new entry, under the code that is free again. All is read anew, never from a cache.
"""

from collections.abc import Callable, Mapping, Sequence
from hashlib import sha256
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, NamedTuple

from chalice.app import Response
from pydantic import BaseModel

from chalicelib.base.errors import Conflict, FieldError, Invalid, NotFound
from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.fields import Fields, problems_at_fields
from chalicelib.frame.console.render import page
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy.model import Account

ADMINISTRATORS = console(Scope.ACCOUNT_WRITE)
HTML = "text/html"
LANGUAGE_NAMES: Mapping[Language, str] = {"ru": "Русский", "es": "Español", "en": "English"}
REQUIRED = N_("This field is required.")
LABEL_NEEDED = N_("Write a label in at least one language.")
CHANGED = N_(
    "Someone else changed these settings while this form was open. What you typed is still here, and nothing was "
    "saved yet: save again to replace their change."
)


class Trouble(NamedTuple):
    """The errors of a form: by field, and elsewhere; and the status of the answer."""

    wrong: Mapping[str, str] = MappingProxyType({})
    others: Sequence[str] = ()
    status: int = 200


NOTHING_WRONG = Trouble()


class SettingsForm(Fields):
    """A form of one of several: its base, as `state_of` returns it, and the code of a new one."""

    base: str = ""
    code: str = ""


def state_of(*settings: object) -> str:
    """Return a digest of settings, to see later whether they are still the same."""
    return sha256(repr(settings).encode()).hexdigest()[:16]


def check_unchanged(base: str, present: str) -> None:
    """Raise Conflict if a form was made from other settings than those of now."""
    if base != present:
        raise Conflict(CHANGED)


def with_stand_ins[T: BaseModel](part: T, **values: object) -> T:
    """Return the read part of a body for a check, with these values in place of unread ones."""
    return part.model_copy(update={name: value for name, value in values.items() if getattr(part, name) is None})


def check_part(check: Callable[[], object], *, at: str) -> None:
    """Check the whole settings for a form of the part `at`. Raises Invalid with errors of that part only."""
    try:
        check()
    except Invalid as error:
        inside = [each for each in error.errors if each.pointer.startswith(f"{at}/")]
        raise Invalid([_in_part(each, at) for each in inside]) from error


def _in_part(found: FieldError, at: str) -> FieldError:
    """Return a finding with pointers into the part; pointers beyond it are left out."""
    follows = tuple(each.removeprefix(at) for each in found.follows if each.startswith(f"{at}/"))
    return found._replace(pointer=found.pointer.removeprefix(at), follows=follows)


def trouble(
    error: Invalid | Conflict, *, language: Language, places: Mapping[str, str], account: Account | None = None
) -> Trouble:
    """Return the errors to show at a form; `places`: by the beginning of a pointer, the field.

    Of `account`, its templates.
    """
    status = int(kind_of(error)[0])
    if isinstance(error, Conflict):
        return Trouble(others=[text(language, error.message, **error.params)], status=status)
    named = Invalid([_of_template(found, account, places, language) for found in error.errors])
    wrong, others = problems_at_fields(named, places=places, language=language)
    return Trouble(wrong=wrong, others=others, status=status)


def _of_template(
    found: FieldError, account: Account | None, places: Mapping[str, str], language: Language
) -> FieldError:
    """Return a finding that names the template with which a change conflicts."""
    _, section, *rest = (*found.pointer.split("/"), "", "")
    if (
        account is None
        or section != "templates"
        or not rest[0]
        or any(found.pointer.startswith(place) for place in places)
    ):
        return found
    problem = text(language, found.message, **found.params)
    name = account.templates[int(rest[0])].shown_name
    return FieldError("", N_("Template “{name}”: {problem}"), {"name": name, "problem": problem})


def gone(message: str, *, language: Language) -> Trouble:
    """Return a list's message for an entry that no longer exists."""
    return Trouble(others=[text(language, message)], status=int(HTTPStatus.NOT_FOUND))


def as_new[Form: SettingsForm](
    form: Form, code: str, *, unknown: str, removed: str, language: Language
) -> tuple[Form, Trouble]:
    """Return a form about a removed entry as the form of a new one under its code, with its message.

    Raises NotFound (`unknown`) for a form that was typed on no page of ours.
    """
    if not form.base:
        raise NotFound(unknown)
    trouble = Trouble(others=[text(language, removed)], status=int(HTTPStatus.CONFLICT))
    return form.model_copy(update={"code": code}), trouble


def section_page(
    call: Call,
    caller: Caller,
    account: Account | None,
    template: str,
    *,
    here: str,
    found: Trouble = NOTHING_WRONG,
    **values: Any,
) -> Response:
    """Draw a page of the settings, `here` the path that opens it by GET."""
    shown: dict[str, Any] = {"language_names": LANGUAGE_NAMES, "all_languages": LANGUAGES, **values}
    return page(
        call,
        template,
        caller=caller,
        account=account,
        status=found.status,
        here=here,
        wrong=found.wrong,
        troubles=found.others,
        **shown,
    )
