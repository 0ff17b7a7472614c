"""Contesting an agent: the client's own, by the link of a message, and the end of it by an administrator."""

from typing import NamedTuple

from chalicelib.aws.dynamo import Transaction, retry_stale, stale
from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base.clock import now
from chalicelib.base.errors import LinkUnknown
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.clients import table
from chalicelib.features.clients.model import Client, Known
from chalicelib.features.clients.principals import LinkClient
from chalicelib.features.clients.refusals import not_contested
from chalicelib.features.clients.service.changing import demand_unblocked
from chalicelib.features.clients.service.reading import read_client, with_standing
from chalicelib.features.clients.service.recording import note, publish
from chalicelib.features.clients.table.tellings import get_telling, mark_contested
from chalicelib.features.clients.tellings import Telling, digest_of
from chalicelib.identity.model import Caller
from chalicelib.identity.principals import actor_of
from chalicelib.outbox import service as outbox
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: The notice to administrators.
NOTICE = "client_contested"
#: Calls, and wrong tokens, from one address in a minute.
CALLS, WRONG_TOKENS = 120, 30
#: One answer for a link that is wrong, has ended, or whose client has another agent by now.
LINK_UNKNOWN = N_("This link does not open. A part of it may be missing, or it has ended.")


class Opened(NamedTuple):
    """The content of a link's page."""

    account: Account
    client: Client
    telling: Telling


def open_link(token: str, *, address: str) -> Opened:
    """Return the content of a link's page; changes nothing. Raises LinkUnknown, QuotaExceeded."""
    count_attempt_by_address("told-link", address, limit=CALLS, seconds=60)
    digest = digest_of(token)
    telling = get_telling(digest) if digest else None
    client = table.get_client(telling.account_id, telling.client_id) if telling else None
    if telling is None or client is None or not _is_open(telling, client):
        count_attempt_by_address("told-link-wrong", address, limit=WRONG_TOKENS, seconds=60)
        raise LinkUnknown(LINK_UNKNOWN)
    return Opened(accounts.load_account(client.account_id), client, telling)


def contest(token: str, *, address: str) -> None:
    """Contest the agent of a link's client, once however often it is sent. Raises LinkUnknown, QuotaExceeded."""
    retry_stale(lambda: _contest(token, address))


def close_contest(caller: Caller, client_id: str, *, reason: str) -> Known:
    """Keep a client in its base although the client contested. Raises NotFound, Conflict if nothing is contested."""
    return retry_stale(lambda: _close(caller, client_id, line(reason)))


def _contest(token: str, address: str) -> None:
    opened, moment = open_link(token, address=address), now()
    before, telling = opened.client, opened.telling
    if telling.contested_at is not None:
        return
    changed = {"contested_at": moment, "changed_at": moment, "version": before.version + 1}
    after = before.model_copy(update=changed)
    tx = Transaction()
    mark_contested(tx, telling.model_copy(update={"contested_at": moment}), digest_of(token) or "")
    table.write_client(tx, after, replacing=before, otherwise=stale)
    note(tx, after, actor=actor_of(LinkClient()), type="contested")
    publish(tx, after, "client.contested")
    notice = {"notice": NOTICE, "params": {"client_id": after.id}, "channel": "email"}
    outbox.queue_message(tx, account_id=after.account_id, data=notice)
    tx.commit()


def _close(caller: Caller, client_id: str, reason: str) -> Known:
    before = read_client(caller, client_id)
    demand_unblocked(before)
    if before.contested_at is None:
        raise not_contested()
    after = before.model_copy(update={"contested_at": None, "changed_at": now(), "version": before.version + 1})
    tx = Transaction()
    table.write_client(tx, after, replacing=before, otherwise=stale)
    note(tx, after, actor=caller.actor, type="contest_closed", reason=reason)
    publish(tx, after, "client.updated")
    tx.commit()
    return with_standing(after)


def _is_open(telling: Telling, client: Client) -> bool:
    return client.base == telling.base and client.blocked is None and now() < telling.ends_at
