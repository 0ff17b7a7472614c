"""The messages with codes, as the outbox sends them."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.features.cabinet import table
from chalicelib.features.cabinet.code_texts import write_email, write_sms
from chalicelib.features.cabinet.codes import Code, CodeState, Purpose, code_of
from chalicelib.features.cabinet.service.standing import FIELDS, note_failure
from chalicelib.features.clients.senders import send_email, send_sms
from chalicelib.identity.area.model import LoginKind
from chalicelib.identity.table import area as area_table
from chalicelib.messaging import locators
from chalicelib.messaging.model import Report
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import id_of, is_suppressed
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts

#: Attempts of unknown outcome after which a code is given up: its holder gets it twice at most.
UNKNOWN_AT_MOST = 1


def send(item: OutboxItem) -> Outcome:
    """Write and send the message with a code, if the code still counts."""
    code = _read(item)
    if code is None or not code.is_live(now()):
        return Undeliverable(reason="the code has ended")
    if not code.to or code.state is CodeState.SENT:
        return Delivered(provider_id="")
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(code.account_id, code.channel, code.to):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    account = accounts.load_account(code.account_id)
    if code.channel == "email":
        return send_email(account, write_email(account, code, code_of(code)), to=code.to, message_id=item.id)
    text, size = write_sms(account, code, code_of(code))
    return send_sms(account, text, size, to=code.to, message_id=item.id)


def record(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Note with a code that its message was handed over, or for which reason it was not."""
    code = _read(item)
    if code is None or code.state is not CodeState.QUEUED:
        return
    if isinstance(outcome, Delivered):
        table.write_progress(tx, code, CodeState.SENT, None)
        _trace(tx, code, outcome.provider_id)
    elif final:
        table.write_progress(tx, code, CodeState.FAILED, outcome.reason)


def track(report: Report) -> bool:
    """Note with its person that the contact of a code takes no messages.

    Returns False if the message is no code of this feature.
    """
    ids = locators.find_reported(report, naming="area_code")
    if ids is None:
        return False
    channel: Channel = "sms" if ids["area_code"] == "sms" else "email"
    person = area_table.get_person(ids["account_id"], ids["person_id"])
    contact = getattr(person, FIELDS[channel]) if person else None
    if person is not None and contact and report.reason and id_of(channel, contact) == ids["address"]:
        reason = report.reason
        retry_stale(lambda: note_failure(person, channel, reason))
    return True


def _trace(tx: Transaction, code: Code, provider_id: str) -> None:
    """Make the message of a code findable by its report, if its contact is one that a person has."""
    kind = LoginKind.PHONE if code.channel == "sms" else LoginKind.EMAIL
    person_id = area_table.find_login(code.account_id, kind, code.to) if provider_id and code.to else None
    if person_id is not None:
        ids = {"account_id": code.account_id, "person_id": person_id, "area_code": code.channel}
        locators.add_provider_id(tx, provider_id, {**ids, "address": id_of(code.channel, code.to)})


def _read(item: OutboxItem) -> Code | None:
    """Return the code of an item; None if it was used, or replaced by another one."""
    data = item.data
    code = table.get_code(item.account_id, data["subject"], Purpose(data["purpose"]), data["channel"])
    return code if code is not None and code.id == data["code"] else None
