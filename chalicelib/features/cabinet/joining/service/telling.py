"""Messages of registrations, queued in the transaction of the step and written when they are sent.

A message leaves for a contact that the person gave, or for the one on file that differs from it; never elsewhere.
"""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import QuotaExceeded
from chalicelib.base.ids import derived_ulid
from chalicelib.base.installed import find_tasks
from chalicelib.base.tasks import Task
from chalicelib.features.cabinet.codes import Purpose
from chalicelib.features.cabinet.joining import texts
from chalicelib.features.cabinet.joining.links import url_of
from chalicelib.features.cabinet.joining.model import DeskTask, Invitation, Join
from chalicelib.features.cabinet.joining.notices import FOR_DESK
from chalicelib.features.cabinet.service.coding import queue_code
from chalicelib.features.cabinet.table import joining as table
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.senders import send_email, send_sms
from chalicelib.features.policies.model import Policy
from chalicelib.frame.area.settings import area_settings
from chalicelib.identity.area.model import AreaPerson
from chalicelib.identity.table import area as people
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox import service as outbox
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy import sms_quota

#: The kinds of the outbox's items, which the manifest names the couriers of.
KNOWN, NOTICE, JUDGED, INVITED = "join_known", "join_notice", "join_judged", "join_invited"
LOOK, RELEASED = "join_look", "join_released"
#: The notice to administrators.
DESK = "join_for_desk"
#: Attempts of unknown outcome after which a message is given up: the recipient gets it twice at most.
_UNKNOWN_AT_MOST = 1


def queue_codes(tx: Transaction, join: Join) -> None:
    """Queue a code to each channel that is missing one.

    A person with a cabinet gets an e-mail that says so, and no code. The answer is the same. Committing raises
    QuotaExceeded right after another code, Invalid for a suppressed address.
    """
    account = accounts.load_account(join.account_id)
    for channel in join.missing:
        to = "" if join.is_registered else join.contact(channel)
        kind = Purpose.REGISTRATION
        queue_code(tx, account, join.sha256, purpose=kind, channel=channel, to=to, language=join.language)
    if join.is_registered and "email" in join.missing:
        _queue(tx, join.account_id, {"kind": KNOWN, "channel": "email", "join": join.sha256})


def queue_notice(tx: Transaction, join: Join) -> None:
    """Queue the message to the contact on file that differs from the given one."""
    if join.course is not None and join.course.tells is not None and join.client_id and not join.is_registered:
        ids = {"client_id": join.client_id, "slug": join.slug, "join": join.sha256}
        _queue(tx, join.account_id, {"kind": NOTICE, "channel": join.course.tells, **ids})


def queue_judged(tx: Transaction, join: Join) -> None:
    """Queue the look whether a wrong answer is one for the desk. Each wrong answer has one: strangers see no other."""
    _queue(tx, join.account_id, {"kind": JUDGED, "join": join.sha256})


def queue_look(tx: Transaction, policy: Policy) -> None:
    """Queue the look whether the client of an issued policy gets an invitation."""
    _queue(tx, policy.account_id, {"kind": LOOK, "client_id": policy.client_id})


def queue_released(tx: Transaction, person: AreaPerson) -> None:
    """Queue the e-mail to a person whose phone somebody else has by now."""
    if person.email:
        _queue(tx, person.account_id, {"kind": RELEASED, "channel": "email", "person_id": person.id})


def queue_invitation(tx: Transaction, invitation: Invitation) -> None:
    """Queue the message with the link of an invitation."""
    ids = {"client_id": invitation.client_id, "invitation": invitation.id}
    _queue(tx, invitation.account_id, {"kind": INVITED, "channel": invitation.channel, **ids})


def send_known(item: OutboxItem) -> Outcome:
    """Send the e-mail to a person who has a cabinet already."""
    join = table.get_join(item.data["join"])
    if join is None:
        return _past()
    to = join.contact("email")
    if refused := _refusal(item, "email", to):
        return refused
    account = accounts.load_account(join.account_id)
    letter = texts.write_known_email(account, join.language, join.slug)
    return send_email(account, letter, to=to, message_id=item.id)


def send_notice(item: OutboxItem) -> Outcome:
    """Send the message to a contact on file that another one was given.

    Why as it was on file: a message that waits may leave after the card got the new contact, which needs no warning.
    """
    client, channel = clients.find_client(item.account_id, item.data["client_id"]), _channel_of(item)
    join = table.get_join(item.data.get("join", ""))
    to = join.on_file if join is not None else ""
    if client is None or not to:
        return _past()
    if refused := _refusal(item, channel, to):
        return refused
    account = accounts.load_account(item.account_id)
    language = client.facts.language or account.language
    if channel == "sms":
        return send_sms(account, *texts.write_notice_sms(account, language), to=to, message_id=item.id)
    letter = texts.write_notice_email(account, language, item.data["slug"])
    return send_email(account, letter, to=to, message_id=item.id)


def send_invitation(item: OutboxItem) -> Outcome:
    """Send the link of an invitation that still opens."""
    found = table.get_invitation(item.account_id, item.data["client_id"], item.data["invitation"])
    slug = area_settings(item.account_id).slug
    if found is None or not found.is_open(now()) or not slug:
        return _past()
    to = found.phone if found.channel == "sms" else found.email
    if refused := _refusal(item, found.channel, to):
        return refused
    account, url = accounts.load_account(item.account_id), url_of(found, slug)
    if found.channel == "sms":
        written = texts.write_invitation_sms(account, found.language, url)
        return send_sms(account, *written, to=to, message_id=item.id)
    letter = texts.write_invitation_email(account, found.language, slug, url)
    return send_email(account, letter, to=to, message_id=item.id)


def send_released(item: OutboxItem) -> Outcome:
    """Send the e-mail to a person whose phone somebody else has confirmed."""
    person, slug = people.get_person(item.account_id, item.data["person_id"]), area_settings(item.account_id).slug
    if person is None or not person.email or not slug:
        return _past()
    if refused := _refusal(item, "email", person.email):
        return refused
    account = accounts.load_account(item.account_id)
    letter = texts.write_released_email(account, person.language, slug)
    return send_email(account, letter, to=person.email, message_id=item.id)


def send_nothing(item: OutboxItem) -> Outcome:
    """Send nothing: the recorder of the item does its work in the transaction that settles it."""
    return Delivered(provider_id="")


def record_task(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Write the task of the desk and open it there, once a registration."""
    join = table.get_join(item.data["join"])
    if join is None or not join.desk_told or join.given is None or not join.client_id or not join.policy_id:
        return
    # Why derived: two wrong answers after the right one find the same task.
    task = DeskTask(
        id=derived_ulid(join.sha256, moment=join.ends_at),
        account_id=join.account_id,
        client_id=join.client_id,
        policy_id=join.policy_id,
        phone=join.given.phone,
        email=join.given.email,
        at=now(),
    )
    if table.get_task(task.account_id, task.client_id, task.id) is not None:
        return
    table.insert_task(tx, task)
    _ask_the_desk(tx, task)


def record_nothing(tx: Transaction, item: OutboxItem, outcome: Outcome, final: bool) -> None:
    """Record nothing: the outbox's item is the record."""


def _ask_the_desk(tx: Transaction, task: DeskTask) -> None:
    """Open the task at a desk, with a number and a term; where no feature keeps tasks, tell administrators."""
    open_task, params = find_tasks(), {"client_id": task.client_id}
    if open_task is None:
        notice = {"notice": DESK, "params": params, "channel": "email"}
        outbox.queue_message(tx, account_id=task.account_id, data=notice)
        return
    found = Task(
        id=task.id,
        account_id=task.account_id,
        topic="registration",
        paragraphs=FOR_DESK.paragraphs,
        page=FOR_DESK.page.format(**params),
        client_id=task.client_id,
        policy_id=task.policy_id,
    )
    open_task(tx, found)


def _past() -> Undeliverable:
    return Undeliverable(reason="not true any more")


def _queue(tx: Transaction, account_id: str, data: dict[str, object]) -> None:
    outbox.queue_message(tx, account_id=account_id, data=data)


def _refusal(item: OutboxItem, channel: Channel, to: str) -> Undeliverable | None:
    """Return the reason not to send a message now; None if it may leave. An SMS is counted against the quota."""
    if item.unknown > _UNKNOWN_AT_MOST:
        return Undeliverable(reason=FailureReason.UNKNOWN)
    if is_suppressed(item.account_id, channel, to):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    if channel == "sms" and item.attempts <= 1 and not _reserve(item.account_id, to):
        return Undeliverable(reason="quota")
    return None


def _reserve(account_id: str, to: str) -> bool:
    tx = Transaction()
    sms_quota.reserve_sms(tx, account=accounts.load_account(account_id), phone=to)
    try:
        tx.commit()
    except QuotaExceeded:
        return False
    return True


def _channel_of(item: OutboxItem) -> Channel:
    return "sms" if item.data["channel"] == "sms" else "email"
