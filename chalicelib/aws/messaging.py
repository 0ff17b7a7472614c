"""SMS by SNS and e-mail by SES: one attempt each, and a plain answer to "may this be sent again?".

botocore must not repeat these calls by itself: a text message that timed out may already be on its way to the phone.
Errors carry codes only, since AWS's own messages quote phone numbers and addresses.
"""

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from email.header import Header
from email.utils import formataddr
from http import HTTPStatus
from typing import Any, Literal, NamedTuple

from botocore import exceptions as boto

from chalicelib.aws import clients
from chalicelib.base.hosts import WrongHost, ascii_host

READ_SECONDS = 10
#: Longest `From` that SES takes, display name and address together.
FROM_LIMIT = 320

#: recipient: the address can't exist; opted_out: its owner refused SMS; content: the text was refused. refused: another
#: answer that repeating won't change.
PermanentReason = Literal["recipient", "opted_out", "content", "refused"]
#: throttled: too fast, or over a quota; unavailable: the service is down or out of reach. configuration: our account,
#: identity or permissions, for the operator to mend; the recipient is fine.
TemporaryReason = Literal["throttled", "unavailable", "configuration"]

#: AWS doesn't know or doesn't permit the caller, which says nothing of the message.
_WHO_ARE_YOU = (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN)
#: Parts of AWS's codes.
_THROTTLED = (
    "Throttl",
    "TooManyRequests",
    "LimitExceeded",
    "QuotaExceeded",
    "SlowDown",
    "PriorRequestNotComplete",
)
_CONFIGURATION = (
    "AccessDenied",
    "AuthorizationError",
    "InvalidSecurity",
    "InvalidClientTokenId",
    "UnrecognizedClient",
    "ExpiredToken",
    "SignatureDoesNotMatch",
    "InvalidSignature",
    "MissingAuthenticationToken",
    "RequestExpired",
    "IncompleteSignature",
    "OptInRequired",
    "AccountSuspended",
    "SendingPaused",
    "MailFromDomainNotVerified",
    "NotFound",
    "DoesNotExist",
    "EndpointDisabled",
    "KMS",
    "Skewed",
)
#: Words of SNS and SES, some of which come with the codes of a refused recipient or text.
_OURS_TO_MEND = (
    "not verified",
    "sending paused",
    "sending is paused",
    "suspended",
    "configuration set",
    "senderid",
    "sender id",
    "originationnumber",
    "maxprice",
    "spend limit",
    "spending limit",
)
_ABOUT_THE_RECIPIENT = (
    "phonenumber",
    "phone number",
    "address",
    "@domain",
    "domain contains",
    "domain starts",
    "domain ends",
    "user name is missing",
)
_NEVER_SENT = (boto.EndpointConnectionError, boto.ConnectTimeoutError, boto.ProxyConnectionError)
_NOT_CONFIGURED = (
    boto.NoCredentialsError,
    boto.PartialCredentialsError,
    boto.CredentialRetrievalError,
    boto.TokenRetrievalError,
    boto.NoRegionError,
)


class SendFailed(Exception):
    """A message that wasn't confirmed as accepted; `code` is AWS's or botocore's name of the error."""

    def __init__(self, reason: str, code: str) -> None:
        super().__init__(f"{reason} ({code})")
        self.reason = reason
        self.code = code


class TemporaryFailure(SendFailed):
    """Certainly not sent; the same message may be sent later. `reason` is a TemporaryReason."""


class PermanentFailure(SendFailed):
    """Certainly not sent, and never will be as it is. `reason` is a PermanentReason."""


class UnknownOutcome(SendFailed):
    """The request went out and no answer came: it may have been sent. Repeat an SMS once at most."""


def is_sender_id(text: str) -> bool:
    """Return True if SNS accepts a text as a SenderID."""
    return re.fullmatch(r"(?=.*[A-Za-z])[A-Za-z0-9]{1,11}", text) is not None


@dataclass(frozen=True)
class SmsOptions:
    """Options of SMS that a tenant may set: a SenderID, and the highest price of a message.

    A SenderID is registered, and has 1–11 letters and digits, a letter among them. The price is in US dollars, as
    decimal text.
    """

    sender_id: str | None = None
    max_price: str | None = None

    def __post_init__(self) -> None:
        if self.sender_id is not None and not is_sender_id(self.sender_id):
            raise ValueError("sender_id must be 1–11 letters or digits, with a letter among them")
        if self.max_price is not None and not re.fullmatch(r"\d{1,3}(\.\d{1,5})?", self.max_price):
            raise ValueError("max_price must be US dollars as decimal text, e.g. 0.50")


def publish_sms(*, phone: str, text: str, options: SmsOptions) -> str:
    """Send a text to an E.164 number at once and return SNS's message id; raises SendFailed."""
    attributes = {"AWS.SNS.SMS.SMSType": _attribute("String", "Transactional")}
    if options.sender_id:
        attributes["AWS.SNS.SMS.SenderID"] = _attribute("String", options.sender_id)
    if options.max_price:
        attributes["AWS.SNS.SMS.MaxPrice"] = _attribute("Number", options.max_price)
    request = {"PhoneNumber": phone, "Message": text, "MessageAttributes": attributes}
    return _message_id(lambda: clients.client("sns", read_timeout=READ_SECONDS, attempts=1).publish(**request))


class Mail(NamedTuple):
    """An e-mail in its parts; names and subject are Unicode, addresses bare."""

    to: str
    sender_name: str
    sender: str
    reply_to: str | None
    subject: str
    html: str
    text: str
    message_id: str
    configuration_set: str = ""


def send_mail(mail: Mail) -> str:
    """Send an e-mail and return SES's message id; raises SendFailed.

    SES builds the MIME message (multipart/alternative) and encodes the subject.
    """
    request: dict[str, Any] = {
        "FromEmailAddress": from_header(mail.sender_name, _ours(mail.sender)),
        "Destination": {"ToAddresses": [ascii_address(mail.to)]},
        "Content": {
            "Simple": {
                "Subject": _utf8(one_line(mail.subject)),
                "Body": {"Html": _utf8(mail.html), "Text": _utf8(mail.text)},
                # RFC 3834: holiday replies and other robots don't answer this.
                "Headers": [{"Name": "Auto-Submitted", "Value": "auto-generated"}],
            }
        },
        # Comes back with every delivery, bounce and complaint event.
        "EmailTags": [{"Name": "message_id", "Value": mail.message_id}],
    }
    if mail.reply_to:
        request["ReplyToAddresses"] = [_ours(mail.reply_to)]
    if mail.configuration_set:
        request["ConfigurationSetName"] = mail.configuration_set
    return _message_id(lambda: clients.client("sesv2", read_timeout=READ_SECONDS, attempts=1).send_email(**request))


def from_header(name: str, address: str) -> str:
    """Return `"name" <address>` for a header: quoted when ASCII, RFC 2047 encoded words when not, on one line.

    A name that would make it longer than SES takes loses its end.
    """
    name = one_line(name)
    header = _mailbox(name, ascii_address(address))
    while len(header) > FROM_LIMIT:
        name = name[:-1]
        header = _mailbox(name, ascii_address(address))
    return header


def ascii_address(address: str) -> str:
    """Return an address with its domain in Punycode, for SES has no SMTPUTF8.

    Raises PermanentFailure("recipient") for anything that is not one bare address with an ASCII local part.
    """
    local, at, domain = address.rpartition("@")
    if (
        not at
        or not re.fullmatch(r"[!#-'*+\-./0-9=?A-Z^-~]+", local)
        or not re.fullmatch(r"[^\s@<>,;:\"()\[\]]+", domain)
    ):
        raise PermanentFailure("recipient", "MalformedAddress")
    try:
        return f"{local}@{ascii_host(domain)}"
    except WrongHost:
        raise PermanentFailure("recipient", "MalformedDomain") from None


def _ours(address: str) -> str:
    """Return an address of the deployment or the tenant; one that can't be is no fault of the recipient's."""
    try:
        return ascii_address(address)
    except PermanentFailure as failure:
        raise TemporaryFailure("configuration", failure.code) from None


def one_line(text: str) -> str:
    """Fold every run of white space, line breaks included, and of control characters into one space."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", text).strip()


def _mailbox(name: str, address: str) -> str:
    if name.isascii() and "=?" not in name:
        return formataddr((name, address))
    # Header splits the name into encoded words of at most 75 characters (RFC 2047, 2); SES wants them on one line.
    encoded = Header(name, "utf-8").encode(maxlinelen=75, linesep="")
    return f"{encoded} <{address}>"


def _message_id(call: Callable[[], Mapping[str, Any]]) -> str:
    try:
        return str(call()["MessageId"])
    except boto.ClientError as error:
        raise _refusal(error) from None
    except boto.ParamValidationError as error:
        raise PermanentFailure("content", type(error).__name__) from None
    except _NEVER_SENT as error:
        raise TemporaryFailure("unavailable", type(error).__name__) from None
    except _NOT_CONFIGURED as error:
        raise TemporaryFailure("configuration", type(error).__name__) from None
    except Exception as error:
        # Read time-outs, broken connections, TLS errors in mid-answer, answers that can't be read, and the unforeseen.
        raise UnknownOutcome("unknown", type(error).__name__) from None


def _refusal(error: Any) -> SendFailed:
    """Classify an answer by its code, and by its words where SNS and SES use one code for several things."""
    code = str(error.response["Error"].get("Code", ""))
    words = str(error.response["Error"].get("Message", "")).lower()
    status = int(error.response["ResponseMetadata"]["HTTPStatusCode"])
    if status >= 500 and code in {"", str(status)}:  # noqa: PLR2004
        # A proxy's answer, not the service's own: the outcome behind it isn't known.
        return UnknownOutcome("unknown", code or str(status))
    if status == HTTPStatus.TOO_MANY_REQUESTS or any(part in code for part in _THROTTLED):
        return TemporaryFailure("throttled", code)
    if status >= 500 or status == HTTPStatus.REQUEST_TIMEOUT or code == "RequestTimeout":  # noqa: PLR2004
        return TemporaryFailure("unavailable", code)
    if "opted out" in words or code.startswith("OptedOut"):
        return PermanentFailure("opted_out", code)
    if status in _WHO_ARE_YOU or any(part in code for part in _CONFIGURATION) or _says(words, _OURS_TO_MEND):
        return TemporaryFailure("configuration", code)
    return PermanentFailure(_wrong_part(words, code), code)


def _says(words: str, parts: Collection[str]) -> bool:
    return any(part in words for part in parts)


def _wrong_part(words: str, code: str) -> PermanentReason:
    if _says(words, _ABOUT_THE_RECIPIENT):
        return "recipient"
    return "content" if re.search(r"MessageRejected|InvalidParameter|BadRequest|Validation", code) else "refused"


def _attribute(kind: str, value: str) -> dict[str, str]:
    return {"DataType": kind, "StringValue": value}


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}
