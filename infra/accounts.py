"""The operator's commands for tenants: `make account`, `accounts`, `administrator`, `ceiling`, `suspend`, `resume`.

All errors in the typed values are printed at once, by the names of make's command line.
"""

import argparse
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel, StringConstraints, ValidationError
from pynamodb.exceptions import PynamoDBException

from chalicelib.base.clock import now
from chalicelib.base.emails import Email
from chalicelib.base.errors import DomainError, Invalid, Unavailable
from chalicelib.base.models import Frozen
from chalicelib.base.names import GivenName
from chalicelib.base.observability import logger
from chalicelib.features.staff.notices import queue_factor_notice
from chalicelib.identity.factors.resetting import reset_lost_factor
from chalicelib.identity.model import Standing, User
from chalicelib.identity.people import INVITATION_DAYS
from chalicelib.tenancy.model import Account, SmsCeiling
from chalicelib.tenancy.operating import (
    AccountWish,
    Appointed,
    Tenant,
    appoint_administrator,
    demand_administrator,
    open_account,
    resume_account,
    show_tenant,
    suspend_account,
)
from chalicelib.tenancy.service import set_sms_ceiling
from chalicelib.tenancy.sms_limits import ceiling_of
from infra.all_accounts import accounts
from infra.refusals import explained
from infra.stages import LOCAL, StageError, environment_of, local_system

#: Names of fields on make's command line.
_SHOWN = {
    "name": "NAME",
    "admin": "ADMIN",
    "admin_name": "ADMIN_NAME",
    "language": "LANGUAGE",
    "time_zone": "TIME_ZONE",
    "account": "ACCOUNT",
    "countries": "COUNTRIES",
    "per_day": "PER_DAY",
    "per_phone_per_day": "PER_PHONE",
    "per_prefix_per_day": "PER_PREFIX",
    "factor": "FACTOR",
}
#: Corrections for fields whose type alone doesn't explain an error.
_RIGHT = {
    "name": "the organisation's name, 1 to 120 characters",
    "admin": "the administrator's e-mail, such as name@example.org",
    "admin_name": "the administrator's name, at most 120 characters",
    "language": "one of ru, es, en",
    "time_zone": "a time zone of the IANA database, such as Europe/Moscow",
    "factor": "`reset` where the administrator has lost authenticator and recovery codes, else left out",
    "account": "an account's id, acc_…: `make accounts` lists them",
    "countries": "codes of countries with commas between, such as RU,KZ; `none`, or `default` for the deployment's",
}
_NUMBER = "a whole number, 0 or more; `default` for the deployment's"
_ACCOUNT = r"^acc_\w+$"
_DEFAULT = "default"


class _Place(Frozen):
    """The account and its new administrator."""

    account: Annotated[str, StringConstraints(pattern=_ACCOUNT)]
    admin: Email
    admin_name: GivenName | Literal[""] = ""
    factor: Literal["", "reset"] = ""


class Mistakes(Exception):
    """Typed values can't be accepted; a line for each mistake."""

    def __init__(self, lines: Sequence[str]) -> None:
        super().__init__("\n".join(lines))
        self.lines = tuple(lines)


def main(arguments: list[str]) -> int:
    """Execute a command. Returns 1, with advice printed, when it can't be."""
    options = _parser().parse_args(arguments)
    commands: dict[str, Callable[[argparse.Namespace], Iterator[str]]] = {
        "make": _make,
        "list": _list,
        "administrator": _administrator,
        "ceiling": _ceiling,
        "suspend": _suspend,
        "resume": _resume,
    }
    try:
        for line in commands[options.command](options):
            print(line, flush=True)
    except Mistakes as error:
        return _say(error.lines)
    except Invalid as error:
        return _say([*(f"{each.pointer.strip('/')}: {each.message}" for each in error.errors), *explained(error)])
    except Unavailable as error:
        return _say(explained(error) or [str(error)])
    except DomainError as error:
        return _say([str(error)])
    except (BotoCoreError, ClientError, PynamoDBException) as error:
        return _say([f"stage {options.stage}: {line}" for line in explained(error) or [str(error)]])
    return 0


def _say(lines: Sequence[str]) -> int:
    for line in lines:
        print(f"osmotr: {line}", file=sys.stderr)
    return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m infra.accounts", description="Open accounts and keep them open.")
    parser.add_argument("command", choices=["make", "list", "administrator", "ceiling", "suspend", "resume"])
    parser.add_argument("--stage", default=os.environ.get("OSMOTR_STAGE", ""))
    for name, shown in _SHOWN.items():
        typed = os.environ.get(f"OSMOTR_TYPED_{shown}", "")
        parser.add_argument(f"--{name.replace('_', '-')}", default=typed, help=_RIGHT.get(name, _NUMBER))
    return parser


# --- make account ------------------------------------------------------------------------------------------------


def _make(options: argparse.Namespace) -> Iterator[str]:
    wish = _ready(options, lambda: AccountWish.model_validate(_given(options, AccountWish)))
    tenant = open_account(wish, others=map(show_tenant, accounts()))
    account = tenant.account
    yield (
        f"{'made' if tenant.is_new else 'is there already'}: {account.id}  {account.shown_name}  "
        f"language {account.language}, time zone {account.time_zone}"
    )
    yield from (f"  administrator {_described(user)}" for user in tenant.administrators)
    if tenant.is_new:
        yield from _what_next(options.stage, tenant.administrators[0])
    elif all(_has_run_out(user) for user in tenant.administrators):
        again = f"make administrator STAGE={options.stage} ACCOUNT={account.id} ADMIN={wish.admin}"
        yield f"Nobody can sign in to it any more. Another invitation: {again}"


def _what_next(stage: str, user: User) -> Iterator[str]:
    until = _ends(user)
    yield f"{user.email} was sent a mail with a temporary password, good for {INVITATION_DAYS} days, until {until}."
    yield f"They sign in at {os.environ['PUBLIC_BASE_URL']}/console and choose a password of their own."
    yield "There they invite the others, and set languages, texts, processes, templates and quotas of SMS."
    if stage == LOCAL:
        yield f"On this machine no mail leaves: it lies at {local_system()['messages']['email']}"


# --- make accounts -----------------------------------------------------------------------------------------------


def _list(options: argparse.Namespace) -> Iterator[str]:
    _ready(options, lambda: True)
    found = sorted(map(show_tenant, accounts()), key=lambda tenant: tenant.account.created_at)
    for tenant in found:
        yield from _summary(tenant)
    yield f"{len(found)} accounts"


def _summary(tenant: Tenant) -> Iterator[str]:
    account = tenant.account
    active = sum(user.standing is Standing.ACTIVE for user in tenant.people)
    yield (
        f"{account.id}  {account.shown_name}  {account.language}, {account.time_zone}, since "
        f"{account.created_at:%Y-%m-%d}, {active} active people, SMS: {_allowed(account)}"
    )
    if account.suspended_at is not None:
        yield f"  suspended since {account.suspended_at:%Y-%m-%d %H:%M} UTC: make resume ACCOUNT={account.id}"
    yield from (f"  administrator {_described(user)}" for user in tenant.administrators)
    if not any(user.standing is Standing.ACTIVE for user in tenant.administrators):
        yield f"  {_why_nobody(tenant)}"


def _why_nobody(tenant: Tenant) -> str:
    if all(_has_run_out(user) for user in tenant.administrators):
        return f"no administrator can sign in: make administrator ACCOUNT={tenant.account.id} ADMIN=…"
    return "no administrator has signed in yet"


# --- make administrator ------------------------------------------------------------------------------------------


def _administrator(options: argparse.Namespace) -> Iterator[str]:
    place = _ready(options, lambda: _Place.model_validate(_given(options, _Place)))
    if place.factor:
        demand_administrator(place.account, email=place.admin)
    appointed = appoint_administrator(place.account, email=place.admin, name=place.admin_name)
    yield f"{_what_was_done(appointed)}: {_described(appointed.user)}, {place.account}"
    if place.factor:
        had_one = reset_lost_factor(appointed.user, tell=queue_factor_notice)
        yield "The second factor is off, and they are told by e-mail." if had_one else "There was no second factor."
    if appointed.user.standing is Standing.INVITED:
        yield from _what_next(options.stage, appointed.user)
    else:
        yield f"They sign in at {os.environ['PUBLIC_BASE_URL']}/console, and replace a forgotten password there."


def _what_was_done(appointed: Appointed) -> str:
    before, after = appointed.before, appointed.user
    if before is None:
        return "a new administrator"
    done = [
        ("let in again", before.disabled),
        ("made an administrator", before.role is not after.role),
        ("invited again", after.standing is Standing.INVITED),
    ]
    return ", ".join(words for words, holds in done if holds) or "is an administrator already"


# --- make ceiling ------------------------------------------------------------------------------------------------


def _ceiling(options: argparse.Namespace) -> Iterator[str]:
    def read() -> dict[str, Any]:
        found: list[str] = [] if re.fullmatch(_ACCOUNT, options.account) else [f"ACCOUNT: {_RIGHT['account']}"]
        changes = dict(_limits(options, found))
        if found:
            raise Mistakes(found)
        return changes

    changes = _ready(options, read)
    account = show_tenant(options.account).account
    if changes:
        ceiling = SmsCeiling.model_validate({**account.sms_ceiling.model_dump(), **changes})
        account = set_sms_ceiling(account.id, ceiling)
    ceiling_now = ceiling_of(account)
    yield f"{account.id}  {account.shown_name}: the most that it may allow itself"
    yield f"  SMS a day: {ceiling_now.per_day}, of these to one phone: {ceiling_now.per_phone_per_day}"
    yield f"  to numbers that differ in the last three digits alone: {ceiling_now.per_prefix_per_day}"
    yield f"  countries: {', '.join(ceiling_now.countries) or 'none'}"
    yield f"It sends now: {_allowed(account)}"


def _limits(options: argparse.Namespace, found: list[str]) -> Iterator[tuple[str, Any]]:
    """Yield the changes of a ceiling; add malformed values to `found`."""
    for name in ("per_day", "per_phone_per_day", "per_prefix_per_day"):
        given = getattr(options, name).strip()
        if given == _DEFAULT or (given.isascii() and given.isdigit()):
            yield name, None if given == _DEFAULT else int(given)
        elif given:
            found.append(f"{_SHOWN[name]}: {_NUMBER}")
    if given := options.countries.strip():
        codes = tuple(filter(None, (code.strip().upper() for code in given.split(","))))
        if given == _DEFAULT:
            yield "countries", None
        elif given == "none" or _are_countries(codes):
            yield "countries", () if given == "none" else codes
        else:
            found.append(f"COUNTRIES: {_RIGHT['countries']}")


def _are_countries(codes: Sequence[str]) -> bool:
    from chalicelib.base.phones import countries_of_the_world  # noqa: PLC0415 - heavy

    return bool(codes) and set(codes) <= countries_of_the_world()


# --- make suspend, make resume -----------------------------------------------------------------------------------


def _suspend(options: argparse.Namespace) -> Iterator[str]:
    account = suspend_account(_named(options))
    yield f"suspended since {account.suspended_at:%Y-%m-%d %H:%M} UTC: {account.id}  {account.shown_name}"
    yield "Within half a minute none of its staff gets in, and no API key works. Links that owners have go on working."
    yield f"Back again: make resume STAGE={options.stage} ACCOUNT={account.id}"


def _resume(options: argparse.Namespace) -> Iterator[str]:
    account = resume_account(_named(options))
    yield f"not suspended: {account.id}  {account.shown_name}"
    yield "Within half a minute its staff gets in as before, and its API keys work."


def _named(options: argparse.Namespace) -> str:
    """Return the account that was named, with the stage's environment in place. Raises Mistakes."""

    def read() -> str:
        if not re.fullmatch(_ACCOUNT, options.account):
            raise Mistakes([f"ACCOUNT: {_RIGHT['account']}"])
        return str(options.account)

    return _ready(options, read)


# --- Words -------------------------------------------------------------------------------------------------------


def _described(user: User) -> str:
    name = f" ({user.seen_name})" if user.seen_name else ""
    if user.standing is not Standing.INVITED:
        return f"{user.email}{name}, {user.standing}, {'a' if user.factor_since else 'no'} second factor"
    over = "its temporary password has run out on" if _has_run_out(user) else "the temporary password works until"
    return f"{user.email}{name}, invited: {over} {_ends(user)}"


def _ends(user: User) -> str:
    return f"{_end(user):%Y-%m-%d %H:%M} UTC"


def _end(user: User) -> datetime:
    return (user.invited_at or user.created_at) + timedelta(days=INVITATION_DAYS)


def _has_run_out(user: User) -> bool:
    return user.standing is Standing.INVITED and _end(user) <= now()


def _allowed(account: Account) -> str:
    return f"{account.sms.per_day} a day to {','.join(account.sms.countries) or 'no country'}"


# --- Typed values ------------------------------------------------------------------------------------------------


def _ready[T](options: argparse.Namespace, read: Callable[[], T]) -> T:
    """Return the typed values, with the stage's environment in place. Raises Mistakes with all that is in the way."""
    found: list[str] = []
    typed: T | None = None
    try:
        typed = read()
    except ValidationError as error:
        found += _in_words(error)
    except Mistakes as error:
        found += error.lines
    try:
        os.environ |= environment_of(options.stage)
    except StageError as error:
        found.append(f"STAGE: {error}")
    if found or typed is None:
        raise Mistakes(found)
    return typed


def _given(options: argparse.Namespace, kind: type[BaseModel]) -> Mapping[str, str]:
    """Return the typed values for the fields of a type; those with a default may be left out."""
    typed = {name: getattr(options, name) for name in kind.model_fields}
    return {name: value for name, value in typed.items() if value or kind.model_fields[name].is_required()}


def _in_words(error: ValidationError) -> list[str]:
    """Return a line for each field that can't be taken, by its name on make's command line."""
    said: dict[str, str] = {}
    for each in error.errors(include_url=False):
        name = str(each["loc"][0])
        why = str(each["ctx"]["error"]) if each["type"] == "value_error" and each["input"] else _RIGHT[name]
        said.setdefault(name, f"{_SHOWN[name]}: {why}")
    return list(said.values())


if __name__ == "__main__":
    logger.setLevel("WARNING")  # the results are printed
    sys.exit(main(sys.argv[1:]))
