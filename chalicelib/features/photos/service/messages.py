"""The messages of photo requests: put into the outbox with the change, written and sent when the outbox tells them."""

from typing import Literal

from pydantic import ValidationError

from chalicelib.aws.dynamo import Transaction
from chalicelib.aws.messaging import is_sender_id
from chalicelib.base.channels import Channel
from chalicelib.base.clock import now
from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.ids import new_id
from chalicelib.base.languages import N_, Language
from chalicelib.base.observability import log
from chalicelib.base.phones import display_with_extension
from chalicelib.base.settings import settings
from chalicelib.features.photos import table
from chalicelib.features.photos.message_texts import PhotoRequestMessage, Sms, render_email, render_sms
from chalicelib.features.photos.message_texts import SupportPhone as ShownPhone
from chalicelib.features.photos.model import Message, PhotoRequest
from chalicelib.features.photos.retake_mails import retakes_told
from chalicelib.features.photos.senders import (
    EmailSender,
    PermanentFailure,
    Sender,
    SmsOptions,
    SmsSender,
    TemporaryFailure,
    UnknownOutcome,
)
from chalicelib.features.photos.service.access import address_of, code_entry_address, link_of
from chalicelib.frame.area.settings import area_settings, reply_address
from chalicelib.messaging.letters import Email
from chalicelib.messaging.model import MessageStatus
from chalicelib.messaging.reasons import FailureReason
from chalicelib.messaging.suppressions import is_suppressed
from chalicelib.outbox import service as notifications
from chalicelib.outbox.model import Delivered, OutboxItem, Outcome, Postponed, Undeliverable
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy import sms_quota
from chalicelib.tenancy.categories import is_about_goods
from chalicelib.tenancy.model import Account, SupportPhone
from chalicelib.tenancy.sms_limits import spend_segments

Kind = Literal["invitation", "reminder"]
#: Attempts of unknown outcome after which a message is given up: an owner gets it twice at most.
UNKNOWN_AT_MOST = 1
#: States of messages that need no sending any more.
HANDED_OVER = (MessageStatus.SENT, MessageStatus.DELIVERED)


class Unwritable(Invalid):
    """The account's settings, or the request's copy of older ones, make no message."""

    def __init__(self) -> None:
        super().__init__(
            [FieldError("", N_("With these settings of the account no message can be written. Tell an administrator."))]
        )


def queue(tx: Transaction, account: Account, request: PhotoRequest, channel: Channel, *, kind: Kind) -> Message:
    """Put a message into the outbox, in the transaction of the change that it reports. SMS count against the quota.

    Raises Unwritable before it adds anything.
    """
    to = str(request.phone if channel == "sms" else request.email)
    content = _content(account, request, kind)
    message = Message(
        id=new_id("msg"),
        account_id=account.id,
        case_id=request.case_id,
        request_id=request.id,
        kind=kind,
        channel=channel,
        to=to,
        queued_at=now(),
        segments=render_sms(content).size.segments if channel == "sms" else None,
    )
    table.write_message(tx, message)
    ids = {"case_id": request.case_id, "request_id": request.id, "message_id": message.id, "channel": channel}
    notifications.queue_message(tx, account_id=account.id, data=ids)
    if channel == "sms":
        sms_quota.reserve_sms(tx, account=account, phone=to)
    return message


def written(account: Account, request: PhotoRequest) -> tuple[Sms, Email]:
    """Return an invitation as it would be sent now, by either channel."""
    content = _content(account, request, "invitation")
    return render_sms(content), render_email(content)


def send(item: OutboxItem) -> Outcome:
    """Write and send the message of an outbox item; a request that has ended meanwhile is not sent."""
    request = table.get_request(item.account_id, item.data["case_id"], item.data["request_id"])
    message = message_of(item)
    if request is None or message is None or not request.is_open(now()):
        return Undeliverable(reason="the request has ended")
    if message.status in HANDED_OVER:
        return Delivered(provider_id=message.provider_id or "")
    if item.unknown > UNKNOWN_AT_MOST:
        return Undeliverable(reason="nobody knows whether it was sent")
    if is_suppressed(message.account_id, message.channel, message.to):
        return Undeliverable(reason=FailureReason.SUPPRESSED)
    return _hand_over(accounts.load_account(item.account_id), request, message)


def _hand_over(account: Account, request: PhotoRequest, message: Message) -> Outcome:
    try:
        content = _content(account, request, message.kind)
        if message.channel == "sms" and not _within_budget(message, content):
            return Postponed(reason=FailureReason.HELD, held=True)
        sent = _sender(account, message.channel).send(content, to=message.to, message_id=message.id)
    except TemporaryFailure as failure:
        return Postponed(reason=failure.reason)
    except UnknownOutcome as failure:
        return Postponed(reason=failure.reason, unknown=True)
    except PermanentFailure as failure:
        return Undeliverable(reason=failure.reason)
    except Unwritable:  # now, and at each later try: it must not come up again for ever
        return Undeliverable(reason=FailureReason.CONTENT)
    return Delivered(provider_id=sent.provider_id)


def _within_budget(message: Message, content: PhotoRequestMessage) -> bool:
    segments = render_sms(content).size.segments  # the account may have a longer name since it was queued
    if spend_segments(message.account_id, segments):
        return True
    log("warning", "sms_held", message_id=message.id, count=segments)
    return False


def message_of(item: OutboxItem) -> Message | None:
    """Return the message that an item is about."""
    return table.get_message(item.account_id, item.data["case_id"], item.data["request_id"], item.data["message_id"])


def _sender(account: Account, channel: Channel) -> Sender:
    if channel == "sms":
        own = account.sms.sender_id or ""  # settings of before may have one that no message could leave with
        return SmsSender(options=SmsOptions(sender_id=own if is_sender_id(own) else None))
    return EmailSender(mail_sender=settings().mail_sender, configuration_set=settings().mail_configuration_set)


def _content(account: Account, request: PhotoRequest, kind: Kind) -> PhotoRequestMessage:
    try:
        return _said(account, request, kind)
    except ValidationError as error:
        raise Unwritable from error


def _said(account: Account, request: PhotoRequest, kind: Kind) -> PhotoRequestMessage:
    link = link_of(request)
    phones = tuple(_shown(phone, request.language) for phone in account.support_phones)
    return PhotoRequestMessage(
        kind=kind,
        language=request.language,
        sender_name=account.shown_name,
        owner_name=request.owner_name,
        link=address_of(link.token),
        code=link.code,
        entry_url=code_entry_address(),
        categories=tuple(category.label(request.language) for category in request.categories),
        again=tuple(retakes_told(request)),
        comment=request.comment or None,
        support_phones=phones,
        signature=account.signature or None,
        confidentiality=account.confidentiality_notice or None,
        expires_at=request.expires_at,
        timezone=account.time_zone,
        brand_color=account.branding.color,
        logo_url=account.branding.logo_url,
        reply_to=reply_address(account),
        help_email=area_settings(account.id).help_email,
        about_goods=is_about_goods(each.code for each in request.categories),
    )


def _shown(phone: SupportPhone, language: Language) -> ShownPhone:
    readable = display_with_extension(phone.number, phone.extension, language)
    return ShownPhone(
        e164=phone.number, extension=phone.extension, display=" ".join(filter(None, (readable, phone.note)))
    )
