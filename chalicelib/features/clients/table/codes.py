"""Rows of codes on their way, and of phones that are being confirmed.

| item | pk | sk |
|---|---|---|
| code on its way to a client | `a#<client>` | `code` |
| a phone that is being confirmed | `a#confirming#<h>` | `phone` |
"""

from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import UpdateError
from pynamodb.expressions.update import Action

from chalicelib.aws.dynamo import Otherwise, Transaction
from chalicelib.base.clock import stamp
from chalicelib.features.clients.codes import PAUSE, TRIES, Challenge
from chalicelib.features.clients.model import Client
from chalicelib.features.clients.table.cards import client_key, get_clients
from chalicelib.features.clients.table.rows import ClientRow, ClientsRow, SameRow
from chalicelib.messaging.model import MessageStatus

#: The time for which the last code is kept after its end: so long it says how it ended.
_KEPT = timedelta(hours=1)
#: Longer than any transaction takes.
_GUARDED = timedelta(days=1)


class CodeRow(ClientsRow, discriminator="client_code"):
    """A code on its way to a client's phone, without the code."""

    challenge = UnicodeAttribute()
    phone = UnicodeAttribute()
    tries = NumberAttribute(default=0)
    sent_at = UnicodeAttribute()
    ends_at = UnicodeAttribute()
    provider_id = UnicodeAttribute(null=True)
    failure = UnicodeAttribute(null=True)
    status = UnicodeAttribute(null=True)
    delivered_at = UnicodeAttribute(null=True)

    def model(self) -> Challenge:
        account_id, _, client_id = self.pk.partition("#")
        own = ("phone", "sent_at", "ends_at", "provider_id", "failure", "delivered_at")
        return Challenge.model_validate(
            {
                **{name: getattr(self, name) for name in own},
                "id": self.challenge,
                "tries": int(self.tries),
                "status": self.status or (MessageStatus.SENT if self.provider_id else MessageStatus.QUEUED),
                "account_id": account_id,
                "client_id": client_id,
            }
        )


class ConfirmingRow(ClientsRow, discriminator="client_confirming"):
    """A phone that is being confirmed: its round rises, so that confirmations of one phone follow each other."""

    round = NumberAttribute(default=0)


def get_challenge(account_id: str, client_id: str) -> Challenge | None:
    """GetItem: the last code that was sent to a client."""
    try:
        return CodeRow.get(client_key(account_id, client_id), "code", consistent_read=True).model()
    except CodeRow.DoesNotExist:
        return None


def challenge_of(raw: dict[str, Any]) -> Challenge:
    """Return the challenge of a raw row."""
    return CodeRow.read(raw).model()


def replace_challenge(tx: Transaction, challenge: Challenge, *, otherwise: Otherwise) -> None:
    """Write a new code, unless the former one was sent less than PAUSE ago."""
    row = CodeRow(
        client_key(challenge.account_id, challenge.client_id),
        "code",
        challenge=challenge.id,
        phone=challenge.phone,
        tries=challenge.tries,
        sent_at=stamp(challenge.sent_at),
        ends_at=stamp(challenge.ends_at),
        status=challenge.status,
    )
    row.ttl = int((challenge.ends_at + _KEPT).timestamp())
    earlier = stamp(challenge.sent_at - PAUSE)
    tx.put(row, condition=CodeRow.pk.does_not_exist() | (CodeRow.sent_at <= earlier), otherwise=otherwise)


def count_try(account_id: str, client_id: str, *, phone: str, moment: datetime) -> Challenge | None:
    """UpdateItem: count a try of a live code to a phone, and return the code; None without one."""
    row = CodeRow(client_key(account_id, client_id), "code")
    live = (CodeRow.tries < TRIES) & (CodeRow.ends_at > stamp(moment)) & (CodeRow.phone == phone)
    try:
        row.update([CodeRow.tries.add(1)], condition=live)
    except UpdateError as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        return None
    return row.model()


def delete_challenge(tx: Transaction, client: Client) -> None:
    """Delete a client's code."""
    tx.delete(CodeRow(client_key(client.account_id, client.id), "code"))


def write_progress(tx: Transaction, before: Challenge, after: Challenge) -> None:
    """Write the progress of a code's SMS; Stale if it was changed or replaced meanwhile."""
    row = CodeRow(client_key(after.account_id, after.client_id), "code")
    same = CodeRow.status.does_not_exist() | (CodeRow.status == before.status)
    delivered_at = stamp(after.delivered_at) if after.delivered_at else None
    actions: list[Action] = [
        CodeRow.status.set(after.status),
        CodeRow.provider_id.set(after.provider_id) if after.provider_id else CodeRow.provider_id.remove(),
        CodeRow.failure.set(after.failure) if after.failure else CodeRow.failure.remove(),
        CodeRow.delivered_at.set(delivered_at) if delivered_at else CodeRow.delivered_at.remove(),
    ]
    tx.update(row, actions=actions, condition=(CodeRow.challenge == before.id) & same)


def check_client(tx: Transaction, client: Client) -> None:
    """Demand that a client is as it was read."""
    row = ClientRow(client_key(client.account_id, client.id), "client")
    tx.check(row, condition=ClientRow.version == client.version)


def list_with_phone(account_id: str, phone: str) -> list[Client]:
    """Query and BatchGetItem: the clients of an account with a phone, whether it is confirmed or not."""
    rows = SameRow.query(f"{account_id}#same#tel#{phone}", consistent_read=True)
    return list(get_clients(account_id, [row.sk for row in rows]).values())


def read_round(account_id: str, phone: str) -> int:
    """GetItem: the number of confirmations of a phone of late, to be raised by the next one."""
    try:
        return int(ConfirmingRow.get(*_confirming(account_id, phone), consistent_read=True).round)
    except ConfirmingRow.DoesNotExist:
        return 0


def raise_round(tx: Transaction, account_id: str, phone: str, *, after: int, moment: datetime) -> None:
    """Demand that no other client was confirmed by a phone since its round was read."""
    row = ConfirmingRow(*_confirming(account_id, phone), round=after + 1)
    row.ttl = int((moment + _GUARDED).timestamp())
    tx.put(row, condition=ConfirmingRow.pk.does_not_exist() | (ConfirmingRow.round == after))


def _confirming(account_id: str, phone: str) -> tuple[str, str]:
    return f"{account_id}#confirming#{phone}", "phone"
