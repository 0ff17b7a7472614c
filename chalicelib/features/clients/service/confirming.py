"""Confirming a client's phone by a code in an SMS, which the holder of the phone tells."""

from datetime import datetime
from typing import Any, NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.aws.rate_limits import count_attempt, count_attempt_in
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError, FieldError, Invalid
from chalicelib.base.ids import new_id
from chalicelib.base.phones import parse as parse_phone
from chalicelib.features.clients import table
from chalicelib.features.clients.codes import LIFE, TRIES, Challenge, is_code_of, phone_hash
from chalicelib.features.clients.model import HOUSE, Client, Known, standing_of
from chalicelib.features.clients.refusals import WrongCode, code_ended, phone_shared, too_soon
from chalicelib.features.clients.rules import REQUIRED
from chalicelib.features.clients.service.changing import change_client, demand_own
from chalicelib.features.clients.service.reading import read_client, show_client
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.table import codes, locks
from chalicelib.identity.model import Caller
from chalicelib.messaging import suppressions
from chalicelib.outbox import service as outbox
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy import sms_quota
from chalicelib.tenancy.model import Account

#: The kind of the outbox's items, which the manifest names the courier of.
MESSAGE = "client_code"
#: Codes of an hour, beside the account's quotas of SMS: against pumping by one client, or from one agent's base.
PER_CLIENT, PER_AGENT, PER_HOUSE = 10, 60, 600
#: Typed codes of an hour from one base. Why: each code has few tries, but there can be many clients.
CHECKED_PER_AGENT, CHECKED_PER_HOUSE = 300, 3000
_HOUR = 3600
#: Clients that one confirmed phone may serve: more are mostly the agent's own SIM.
CLIENTS_OF_A_PHONE = 2


class CodeSent(NamedTuple):
    """A code on its way: the phone, E.164, and the challenge."""

    to: str
    challenge: Challenge


def send_code(caller: Caller, client_id: str, *, phone: str | None = None) -> CodeSent:
    """Send a code to a client's phone; a given phone replaces the client's first, as a change does.

    Raises NotFound, Conflict for a client bound elsewhere or a phone that serves enough clients. Raises Invalid for a
    phone that takes no SMS, QuotaExceeded right after another code or over a bound.
    """
    account = accounts.load_account(caller.account_id)
    known = show_client(caller, client_id)
    demand_own(known)
    number = read_phone(account, known.client, phone)
    _demand_pause(codes.get_challenge(known.client.account_id, client_id), now())
    if number != known.client.facts.phone:
        change_client(caller, client_id, changes={"phone": number}, version=known.client.version)
    return retry_stale(lambda: _send(caller, account, client_id))


def check_phone(caller: Caller, client_id: str, phone: str | None) -> None:
    """Raise Invalid if no code could be sent to a phone, the client's without one. Nothing is written."""
    read_phone(accounts.load_account(caller.account_id), read_client(caller, client_id), phone)


def read_phone(account: Account, client: Client, phone: str | None) -> str:
    """Return the phone, E.164, for a code. Raises Invalid if it takes no SMS of the account."""
    wanted = phone or client.facts.phone
    if not wanted:
        raise Invalid([FieldError("/phone", REQUIRED)])
    return parse_phone(wanted, countries=account.sms.countries, pointer="/phone", allowed_only=True)


def check_code(caller: Caller, client_id: str, code: str) -> Known:
    """Confirm a client's phone by the code that its holder told. The try is counted before the code is compared.

    Raises NotFound, Conflict, WrongCode with the tries that are left, Gone for a code that has ended, QuotaExceeded.
    """
    known = show_client(caller, client_id)
    demand_own(known)
    client = known.client
    limit = CHECKED_PER_HOUSE if client.base == HOUSE else CHECKED_PER_AGENT
    count_attempt("client-code-check", f"{client.account_id}#{client.base}", limit=limit, seconds=_HOUR)
    hashed = phone_hash(client)
    challenge = hashed and codes.count_try(client.account_id, client.id, phone=hashed, moment=now())
    if not challenge:
        raise code_ended()
    if not is_code_of(challenge, code):
        raise WrongCode(TRIES - challenge.tries)
    return retry_stale(lambda: _confirm(caller, client_id, challenge))


def show_confirmation(caller: Caller, client_id: str) -> tuple[Client, Challenge | None]:
    """Return a client, and the last code that was sent to the phone that it has now; None without one.

    Raises NotFound.
    """
    client = read_client(caller, client_id)
    challenge = codes.get_challenge(client.account_id, client.id)
    return client, challenge if challenge and challenge.phone == phone_hash(client) else None


def _send(caller: Caller, account: Account, client_id: str) -> CodeSent:
    client, moment = read_client(caller, client_id), now()
    number, hashed = client.facts.phone, phone_hash(client)
    if number is None or hashed is None:
        raise Invalid([FieldError("/phone", REQUIRED)])
    _demand_few(client, hashed)
    challenge = Challenge(
        id=new_id("code"),
        account_id=client.account_id,
        client_id=client.id,
        phone=hashed,
        sent_at=moment,
        ends_at=moment + LIFE,
    )
    tx = Transaction()
    codes.check_client(tx, client)
    codes.replace_challenge(tx, challenge, otherwise=lambda raw: _refused(raw, moment))
    suppressions.demand_open(tx, account_id=account.id, channel="sms", address=number)
    sms_quota.reserve_sms(tx, account=account, phone=number)
    _count(tx, client)
    ids = {"kind": MESSAGE, "client_id": client.id, "challenge": challenge.id, "channel": "sms"}
    outbox.queue_message(tx, account_id=client.account_id, data=ids)
    tx.commit()
    return CodeSent(number, challenge)


def _count(tx: Transaction, client: Client) -> None:
    base = f"{client.account_id}#{client.base}"
    of_base = PER_HOUSE if client.base == HOUSE else PER_AGENT
    count_attempt_in(tx, "client-code", f"{client.account_id}#{client.id}", limit=PER_CLIENT, seconds=_HOUR)
    count_attempt_in(tx, "client-code-base", base, limit=of_base, seconds=_HOUR)


def _demand_pause(challenge: Challenge | None, moment: datetime) -> None:
    if challenge and (seconds := challenge.seconds_until_next(moment)):
        raise too_soon(seconds)


def _refused(raw: dict[str, Any] | None, moment: datetime) -> DomainError:
    seconds = codes.challenge_of(raw).seconds_until_next(moment) if raw else 0
    return too_soon(max(1, seconds))


def _demand_few(client: Client, hashed: str) -> None:
    """Raise Conflict if the phone is confirmed for as many other clients as it may serve."""
    others = [each for each in codes.list_with_phone(client.account_id, hashed) if each.id != client.id]
    confirmed = sum(each.phone_confirmed_at is not None for each in others)
    if confirmed >= CLIENTS_OF_A_PHONE:
        raise phone_shared(CLIENTS_OF_A_PHONE)


def note_confirmed(caller: Caller, client_id: str, phone: str) -> None:
    """Confirm the phone (E.164) of a client who typed a code that another feature sent there.

    Nothing changes if the card has another phone. Raises NotFound, Conflict as `check_code` does.
    """
    retry_stale(lambda: _note(caller, client_id, phone))


def _note(caller: Caller, client_id: str, phone: str) -> None:
    before = read_client(caller, client_id)
    hashed = phone_hash(before)
    if before.facts.phone == phone and hashed is not None:
        _write(caller, before, hashed, since=now())


def _confirm(caller: Caller, client_id: str, challenge: Challenge) -> Known:
    before = read_client(caller, client_id)
    if phone_hash(before) != challenge.phone:
        raise code_ended()
    return _write(caller, before, challenge.phone, since=challenge.sent_at)


def _write(caller: Caller, before: Client, hashed: str, *, since: datetime) -> Known:
    """Write that a phone is confirmed, unless it was at or after a moment."""
    standings = locks.read_standings(before.account_id, before.base, before.facts, before=before.facts)
    known = standing_of(before, standings.binding)
    demand_own(known)
    if before.phone_confirmed_at and before.phone_confirmed_at >= since:
        return known  # the same code, sent twice at once
    round_before = codes.read_round(before.account_id, hashed)
    _demand_few(before, hashed)
    moment = now()
    changed = {"phone_confirmed_at": moment, "changed_at": moment, "version": before.version + 1}
    after = before.model_copy(update=changed)
    tx = Transaction()
    table.write_client(tx, after, replacing=before, otherwise=stale)
    locks.check_unbound(tx, before, after, but=(), freed=standings.is_namesake, otherwise=stale)
    codes.raise_round(tx, after.account_id, hashed, after=round_before, moment=moment)
    codes.delete_challenge(tx, after)
    note(tx, after, actor=caller.actor, type="phone_confirmed")
    publish(tx, after, "client.updated")
    tx.commit()
    return standing_of(after, standings.binding)
