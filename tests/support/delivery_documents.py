"""AWS's reports of messages, in the form of the examples of its documentation.

SES: "Examples of event data that Amazon SES publishes to Amazon SNS". SNS: "Example log for successful (failed) SMS
delivery". CloudWatch Logs: "Subscription filters with AWS Lambda".
"""

import base64
import gzip
import json
from typing import Any

AT = "2017-08-05T00:41:02.669Z"
#: Values of `providerResponse` for a failed SMS, by Amazon's list and by known logs.
SMS_FAILURES = {
    "Blocked as spam by phone carrier": "carrier_blocked",
    "Destination is on a blocked list": "phone_blocked",
    "Invalid phone number": "unknown_number",
    "Message body is invalid": "content",
    "Phone carrier has blocked this message": "carrier_blocked",
    "Phone carrier is currently unreachable/unavailable": "carrier_unreachable",
    "Phone has blocked SMS": "phone_blocked",
    "Phone is on a blocked list": "phone_blocked",
    "Phone is currently unreachable/unavailable": "phone_unreachable",
    "Phone number is opted out": "opted_out",
    "This delivery would exceed max price": "too_expensive",
    "Unknown error attempting to reach phone": "unknown",
    "No quota left for account": "out_of_budget",
    "Rate exceeded.": "throttled",
    "Something that nobody has seen yet": "unknown",
}


def _mail(message_id: str) -> dict[str, Any]:
    return {
        "timestamp": "2017-08-05T00:40:02.012Z",
        "source": "Sender Name <sender@example.com>",
        "sourceArn": "arn:aws:ses:us-east-1:123456789012:identity/sender@example.com",
        "sendingAccountId": "123456789012",
        "messageId": message_id,
        "destination": ["recipient@example.com"],
        "headersTruncated": False,
        "headers": [{"name": "From", "value": "Sender Name <sender@example.com>"}],
        "commonHeaders": {
            "from": ["Sender Name <sender@example.com>"],
            "to": ["recipient@example.com"],
            "messageId": message_id,
            "subject": "Message sent from Amazon SES",
        },
        "tags": {"ses:configuration-set": ["ConfigSet"], "message_id": ["msg_1"]},
    }


def _event(kind: str, message_id: str, **parts: object) -> str:
    return json.dumps({"eventType": kind, "mail": _mail(message_id), **parts})


def mail_sent(message_id: str) -> str:
    """SES has taken the e-mail."""
    return _event("Send", message_id, send={})


def mail_delivered(message_id: str, *, at: str = AT) -> str:
    """The recipient's mail server has taken it."""
    delivery = {
        "timestamp": at,
        "processingTimeMillis": 11893,
        "recipients": ["recipient@example.com"],
        "smtpResponse": "250 2.6.0 Message received",
        "remoteMtaIp": "123.456.789.012",
        "reportingMTA": "mta.example.com",
    }
    return _event("Delivery", message_id, delivery=delivery)


def mail_bounced(
    message_id: str, kind: str = "Permanent", subtype: str = "General", *, status: str | None = "5.1.1"
) -> str:
    """It came back."""
    recipient = {"emailAddress": "recipient@example.com", "action": "failed"}
    recipient |= {"status": status, "diagnosticCode": f"smtp; 550 {status} user unknown"} if status else {}
    bounce = {
        "bounceType": kind,
        "bounceSubType": subtype,
        "bouncedRecipients": [recipient],
        "timestamp": AT,
        "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000",
        "reportingMTA": "dsn; mta.example.com",
    }
    return _event("Bounce", message_id, bounce=bounce)


def mail_complained(message_id: str, *, subtype: str | None = None) -> str:
    """Its recipient reported it as spam."""
    complaint = {
        "complainedRecipients": [{"emailAddress": "recipient@example.com"}],
        "timestamp": AT,
        "feedbackId": "01000157c44f053b-61b59c11-9236-11e6-8f96-7be8aexample-000000",
        "complaintSubType": subtype,
        "userAgent": "Mozilla/5.0",
        "complaintFeedbackType": "abuse",
        "arrivalDate": AT,
    }
    return _event("Complaint", message_id, complaint=complaint)


def mail_rejected(message_id: str) -> str:
    """SES found a virus in it."""
    return _event("Reject", message_id, reject={"reason": "Bad content"})


def mail_delayed(message_id: str, kind: str = "TransientCommunicationFailure") -> str:
    """SES goes on trying."""
    delay = {
        "timestamp": AT,
        "delayType": kind,
        "expirationTime": "2017-08-05T12:40:02.000Z",
        "delayedRecipients": [
            {
                "emailAddress": "recipient@example.com",
                "status": "4.4.1",
                "diagnosticCode": "smtp; 421 4.4.1 Unable to connect to remote host",
            }
        ],
    }
    return _event("DeliveryDelay", message_id, deliveryDelay=delay)


def mail_opened(message_id: str) -> str:
    """A kind that we don't ask for."""
    return _event("Open", message_id, open={"ipAddress": "192.0.2.1", "timestamp": AT, "userAgent": "Mozilla/5.0"})


def sms(message_id: str, said: str = "Message has been accepted by phone", *, status: str = "SUCCESS") -> str:
    """A line of SNS's log."""
    return json.dumps(
        {
            "notification": {"messageId": message_id, "timestamp": "2016-06-28 00:40:34.558"},
            "delivery": {
                "phoneCarrier": "My Phone Carrier",
                "mnc": 270,
                "numberOfMessageParts": 1,
                "destination": "+1XXX5550100",
                "priceInUSD": 0.00645,
                "smsType": "Transactional",
                "mcc": 310,
                "providerResponse": said,
                "dwellTimeMs": 599,
                "dwellTimeMsUntilDeviceAck": 1344,
            },
            "status": status,
        }
    )


def sms_failed(message_id: str, said: str = "Unknown error attempting to reach phone") -> str:
    """A line of SNS's log of failures."""
    return sms(message_id, said, status="FAILURE")


def logged(*lines: str, kind: str = "DATA_MESSAGE") -> dict[str, Any]:
    """The event by which CloudWatch Logs hands lines to a function."""
    payload = {
        "messageType": kind,
        "owner": "123456789012",
        "logStream": "5c6f2c5b-0000-4000-8000-000000000000",
        "logGroup": "sns/us-east-1/123456789012/DirectPublishToPhoneNumber",
        "subscriptionFilters": ["osmotr-test"],
        "logEvents": [
            {"id": f"{place}", "timestamp": 1467074434558, "message": line} for place, line in enumerate(lines)
        ],
    }
    return {"awslogs": {"data": base64.b64encode(gzip.compress(json.dumps(payload).encode())).decode()}}
