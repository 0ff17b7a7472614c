"""One contract for every way of sending: accepted messages, and the next step after each failure."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qsl

import boto3
import pytest
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends
from moto.sns.models import sns_backends

from chalicelib.aws import clients, messaging
from chalicelib.features.photos.message_texts import render_email, render_sms
from chalicelib.features.photos.senders import (
    EmailSender,
    PermanentFailure,
    Sender,
    SendFailed,
    SmsOptions,
    SmsSender,
    TemporaryFailure,
    UnknownOutcome,
)
from tests.platform.service.endpoint import Endpoint, endpoint, ses_error, sns_error
from tests.platform.unit.messages import photo_request_message

pytestmark = pytest.mark.usefixtures("aws")

REGION = "eu-central-1"
MAIL_SENDER = "photos@osmotr.example"
Answer = tuple[int, dict[str, str], bytes]
PAUSED = (
    "Sending paused for this account. For more information, please check the inbox of the email address associated "
    "with your AWS account."
)


@dataclass(frozen=True)
class Channel:
    """A sender, a recipient of it, and how its service words the same facts."""

    sender: Sender
    to: str
    error: Callable[[int, str, str], Answer]
    accepted: Answer
    throttled: str
    refused: tuple[str, str]
    forbidden: str


SMS = Channel(
    sender=SmsSender(SmsOptions(sender_id="Meridian", max_price="0.50")),
    to="+79161234567",
    error=sns_error,
    accepted=(
        200,
        {"Content-Type": "text/xml"},
        b"<PublishResponse><PublishResult><MessageId>id-1</MessageId></PublishResult></PublishResponse>",
    ),
    throttled="Throttling",
    refused=("InvalidParameter", "Invalid parameter: PhoneNumber Reason: +79161234567 is not valid to publish to"),
    forbidden="AuthorizationError",
)
EMAIL = Channel(
    sender=EmailSender(MAIL_SENDER, configuration_set="osmotr-mail"),
    to="owner@example.com",
    error=ses_error,
    accepted=(200, {"Content-Type": "application/json"}, b'{"MessageId": "id-1"}'),
    throttled="TooManyRequestsException",
    refused=("BadRequestException", "Illegal address owner@example.com"),
    forbidden="AccessDeniedException",
)


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name, value in {
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    clients.client.cache_clear()
    yield
    clients.client.cache_clear()


@pytest.fixture(params=[SMS, EMAIL], ids=["sms", "email"])
def channel(request: pytest.FixtureRequest) -> Channel:
    assert isinstance(request.param, Channel)
    return request.param


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Endpoint]:
    with endpoint() as served:
        monkeypatch.setenv("AWS_ENDPOINT_URL", served.url)
        yield served


def send(channel: Channel) -> str:
    return channel.sender.send(photo_request_message(), to=channel.to, message_id="msg_01HZX").provider_id


def failure_of(channel: Channel) -> SendFailed:
    with pytest.raises(SendFailed) as caught:
        send(channel)
    return caught.value


def test_what_is_accepted_returns_the_providers_id(channel: Channel, service: Endpoint) -> None:
    service.answer = channel.accepted

    assert send(channel) == "id-1"
    assert len(service.requests) == 1


@pytest.mark.parametrize("status", [400, 429, 503])
def test_throttling_may_be_tried_again(channel: Channel, service: Endpoint, status: int) -> None:
    service.answer = channel.error(status, channel.throttled, "Rate exceeded")

    failure = failure_of(channel)

    assert isinstance(failure, TemporaryFailure)
    assert failure.reason == "throttled"
    assert len(service.requests) == 1


@pytest.mark.parametrize(("status", "code"), [(500, "InternalError"), (503, "ServiceUnavailable")])
def test_a_service_that_says_it_is_down_may_be_tried_again(
    channel: Channel, service: Endpoint, status: int, code: str
) -> None:
    service.answer = channel.error(status, code, "We had a problem")

    failure = failure_of(channel)

    assert isinstance(failure, TemporaryFailure)
    assert failure.reason == "unavailable"
    assert len(service.requests) == 1


def test_a_recipient_that_cannot_be_is_refused_for_good(channel: Channel, service: Endpoint) -> None:
    service.answer = channel.error(400, *channel.refused)

    failure = failure_of(channel)

    assert isinstance(failure, PermanentFailure)
    assert failure.reason == "recipient"


def test_our_own_missing_permission_is_not_held_against_the_recipient(channel: Channel, service: Endpoint) -> None:
    service.answer = channel.error(403, channel.forbidden, "not authorized to perform this")

    failure = failure_of(channel)

    assert isinstance(failure, TemporaryFailure)
    assert failure.reason == "configuration"


def test_no_error_quotes_the_recipient(channel: Channel, service: Endpoint) -> None:
    service.answer = channel.error(400, *channel.refused)

    failure = failure_of(channel)

    assert channel.to not in f"{failure} {failure!r} {failure.args}"
    assert failure.__suppress_context__


def test_silence_after_the_request_is_an_unknown_outcome_and_is_not_repeated(
    channel: Channel, service: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(messaging, "READ_SECONDS", 1)
    service.answer = "hang"

    failure = failure_of(channel)

    assert isinstance(failure, UnknownOutcome)
    assert failure.code == "ReadTimeoutError"
    assert len(service.requests) == 1


def test_a_connection_lost_before_the_answer_is_an_unknown_outcome(channel: Channel, service: Endpoint) -> None:
    service.answer = "drop"

    assert isinstance(failure_of(channel), UnknownOutcome)
    assert len(service.requests) == 1


@pytest.mark.parametrize("status", [502, 504])
def test_a_proxys_error_is_an_unknown_outcome(channel: Channel, service: Endpoint, status: int) -> None:
    service.answer = (status, {"Content-Type": "text/html"}, b"")

    assert isinstance(failure_of(channel), UnknownOutcome)
    assert len(service.requests) == 1


def test_an_answer_without_an_id_is_an_unknown_outcome(channel: Channel, service: Endpoint) -> None:
    status, headers, body = channel.accepted
    service.answer = (status, headers, body.replace(b"MessageId", b"Nothing"))

    assert isinstance(failure_of(channel), UnknownOutcome)


def test_nobody_listening_means_not_sent(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    with endpoint() as closed:
        monkeypatch.setenv("AWS_ENDPOINT_URL", closed.url)

    failure = failure_of(channel)

    assert isinstance(failure, TemporaryFailure)
    assert failure.reason == "unavailable"


def test_missing_credentials_mean_not_sent(
    channel: Channel, service: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nonexistent")
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)

    failure = failure_of(channel)

    assert isinstance(failure, TemporaryFailure)
    assert failure.reason == "configuration"
    assert service.requests == []


@pytest.mark.parametrize(
    ("channel", "code", "words", "expected"),
    [
        (SMS, "InvalidParameter", "Phone number is opted out", (PermanentFailure, "opted_out")),
        (SMS, "InvalidParameter", "Invalid parameter: Message too long", (PermanentFailure, "content")),
        (SMS, "KMSThrottlingException", "Rate exceeded", (TemporaryFailure, "throttled")),
        (SMS, "SomethingNew", "No", (PermanentFailure, "refused")),
        (EMAIL, "MessageRejected", "Email address is not verified: a@b.example", (TemporaryFailure, "configuration")),
        (EMAIL, "MessageRejected", "Virus found", (PermanentFailure, "content")),
        (EMAIL, "MailFromDomainNotVerifiedException", "", (TemporaryFailure, "configuration")),
        (EMAIL, "SendingPausedException", "", (TemporaryFailure, "configuration")),
        (EMAIL, "AccountSuspendedException", "", (TemporaryFailure, "configuration")),
        (EMAIL, "LimitExceededException", "", (TemporaryFailure, "throttled")),
        (EMAIL, "NotFoundException", "Configuration set does not exist", (TemporaryFailure, "configuration")),
        # AWS's words or codes for our own faults, that mostly concern a recipient
        (EMAIL, "MessageRejected", PAUSED, (TemporaryFailure, "configuration")),
        (EMAIL, "ConfigurationSetDoesNotExist", "No such set", (TemporaryFailure, "configuration")),
        (EMAIL, "DailyQuotaExceededException", "", (TemporaryFailure, "throttled")),
        (EMAIL, "RequestTimeTooSkewed", "", (TemporaryFailure, "configuration")),
        (EMAIL, "RequestTimeout", "", (TemporaryFailure, "unavailable")),
        (SMS, "InvalidParameter", "Invalid parameter: SenderID Reason: No", (TemporaryFailure, "configuration")),
        (SMS, "InvalidParameter", "Account spend limit reached", (TemporaryFailure, "configuration")),
        # SES's words on an address without naming it one
        (EMAIL, "BadRequestException", "Missing final '@domain'", (PermanentFailure, "recipient")),
        (EMAIL, "BadRequestException", "Domain contains dot-dot", (PermanentFailure, "recipient")),
        (EMAIL, "InvalidParameterValue", "Domain starts with dot", (PermanentFailure, "recipient")),
        (EMAIL, "BadRequestException", "User name is missing: '@b.example'", (PermanentFailure, "recipient")),
        (EMAIL, "MessageRejected", "Address blacklisted.", (PermanentFailure, "recipient")),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_refusal_says_what_may_be_done(
    channel: Channel, service: Endpoint, code: str, words: str, expected: tuple[type[SendFailed], str]
) -> None:
    service.answer = channel.error(400, code, words)

    failure = failure_of(channel)

    assert (type(failure), failure.reason) == expected
    assert failure.code == code


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (401, (TemporaryFailure, "configuration")),
        (403, (TemporaryFailure, "configuration")),
        (408, (TemporaryFailure, "unavailable")),
        (429, (TemporaryFailure, "throttled")),
    ],
)
def test_a_refusal_of_an_unknown_name_is_told_by_its_status(
    channel: Channel, service: Endpoint, status: int, expected: tuple[type[SendFailed], str]
) -> None:
    service.answer = channel.error(status, "SomethingNew", "No")

    failure = failure_of(channel)

    assert (type(failure), failure.reason) == expected


def test_sms_are_transactional_with_the_tenants_sender_id_and_price_limit(service: Endpoint) -> None:
    service.answer = SMS.accepted

    send(SMS)

    fields = dict(parse_qsl(service.requests[0]))
    attributes = {
        value: (fields[name.replace(".Name", ".Value.DataType")], fields[name.replace(".Name", ".Value.StringValue")])
        for name, value in fields.items()
        if name.startswith("MessageAttributes") and name.endswith(".Name")
    }
    assert fields["PhoneNumber"] == "+79161234567"
    assert fields["Message"] == render_sms(photo_request_message()).text
    assert attributes == {
        "AWS.SNS.SMS.SMSType": ("String", "Transactional"),
        "AWS.SNS.SMS.SenderID": ("String", "Meridian"),
        "AWS.SNS.SMS.MaxPrice": ("Number", "0.50"),
    }


def test_an_email_carries_both_parts_the_tenants_name_and_our_id(service: Endpoint) -> None:
    service.answer = EMAIL.accepted
    rendered = render_email(photo_request_message())

    send(EMAIL)

    request = json.loads(service.requests[0])
    simple = request["Content"]["Simple"]
    assert request["FromEmailAddress"] == "=?utf-8?b?0JzQtdGA0LjQtNC40LDQvQ==?= <photos@osmotr.example>"
    assert request["ReplyToAddresses"] == ["claims@meridian.example"]
    assert request["Destination"] == {"ToAddresses": ["owner@example.com"]}
    assert request["ConfigurationSetName"] == "osmotr-mail"
    assert request["EmailTags"] == [{"Name": "message_id", "Value": "msg_01HZX"}]
    assert simple["Subject"] == {"Data": rendered.subject, "Charset": "UTF-8"}
    assert simple["Body"]["Html"] == {"Data": rendered.html, "Charset": "UTF-8"}
    assert simple["Body"]["Text"] == {"Data": rendered.text, "Charset": "UTF-8"}
    assert simple["Headers"] == [{"Name": "Auto-Submitted", "Value": "auto-generated"}]


def test_what_a_tenant_did_not_set_is_left_out(service: Endpoint) -> None:
    service.answer = EMAIL.accepted
    EmailSender(MAIL_SENDER).send(photo_request_message(reply_to=None), to="o@example.com", message_id="m")
    service.answer = SMS.accepted
    SmsSender().send(photo_request_message(), to="+79161234567", message_id="m")

    email, sms = service.requests
    assert not {"ReplyToAddresses", "ConfigurationSetName"} & json.loads(email).keys()
    assert not [words for words in ("SenderID", "MaxPrice") if words in sms]


def test_a_malformed_recipient_is_refused_before_anything_is_sent(service: Endpoint) -> None:
    with pytest.raises(PermanentFailure):
        EMAIL.sender.send(photo_request_message(), to="a@b\r\nBcc: c@d", message_id="m")

    assert service.requests == []


@mock_aws
def test_sns_as_moto_plays_it_gets_the_text() -> None:
    provider_id = send(SMS)

    sent = sns_backends[DEFAULT_ACCOUNT_ID][REGION].sms_messages
    assert sent == {provider_id: ("+79161234567", render_sms(photo_request_message()).text)}


@mock_aws
def test_ses_as_moto_plays_it_gets_the_email() -> None:
    boto3.client("sesv2").create_email_identity(EmailIdentity=MAIL_SENDER)

    provider_id = send(EMAIL)

    (sent,) = ses_backends[DEFAULT_ACCOUNT_ID][REGION].sent_messages
    assert sent.id == provider_id
    assert sent.subject == render_email(photo_request_message()).subject


@mock_aws
def test_an_identity_that_nobody_verified_is_for_the_operator_to_mend() -> None:
    failure = failure_of(EMAIL)

    assert isinstance(failure, TemporaryFailure)
    assert failure.reason == "configuration"


@pytest.mark.parametrize("wrong", ["josé@osmotr.example", "photos@-.example", "photos", "a b@osmotr.example"])
@pytest.mark.parametrize("field", ["sender", "reply_to"])
def test_an_address_of_ours_that_cannot_be_is_not_held_against_the_recipient(field: str, wrong: str) -> None:
    mail = messaging.Mail(
        to="owner@example.com",
        sender_name="Meridian",
        sender=MAIL_SENDER,
        reply_to=None,
        subject="s",
        html="h",
        text="t",
        message_id="msg_1",
    )._replace(**{field: wrong})

    with pytest.raises(TemporaryFailure) as caught:
        messaging.send_mail(mail)

    assert caught.value.reason == "configuration"
