"""Reports of deliveries in the deployed system.

The emulator sends none of its own. AWS's documents are put in AWS's places: SES's events into their topic, SNS's lines
into its log.
"""

import json
import time
import uuid
from typing import Any

import pytest

from infra.sms_reports import log_groups
from tests.deployed.conftest import Ask, SignIn
from tests.deployed.inside import Root
from tests.deployed.test_messages import ask_by, new_mail, new_phone
from tests.support import delivery_documents as documents
from tests.support.running import PhotoRequest, call, eventually


def handed_over(request: PhotoRequest, *channels: str) -> None:
    """Wait until the messages by these channels are sent; a request that was just asked for has none yet."""
    eventually(
        lambda: sorted(each["channel"] for each in request.shown()["messages"] if each["status"] == "sent"),
        holds=lambda sent: sent == sorted(channels),
    )


def provider_id(root: Root, request: PhotoRequest, channel: str) -> str:
    """Return the id that the emulator's SNS or SES gave to a message, as the locator's key has it."""
    (message,) = [each for each in request.shown()["messages"] if each["channel"] == channel]
    return str(json.loads(root.item(request, f"msg#{request.id}#{message['id']}")["document"]["S"])["provider_id"])


def publish(root: Root, document: str) -> None:
    topics = root.client("sns").list_topics()["Topics"]
    (topic,) = (each["TopicArn"] for each in topics if each["TopicArn"].endswith("-mail-events"))
    root.client("sns").publish(TopicArn=topic, Message=document)


def log_text(root: Root, document: str, *, failed: bool) -> None:
    account = root.client("sts").get_caller_identity()["Account"]
    logs, group, stream = root.client("logs"), log_groups(root.system["region"], account)[failed], uuid.uuid4().hex
    logs.create_log_stream(logGroupName=group, logStreamName=stream)
    event = {"timestamp": int(time.time() * 1000), "message": document}
    logs.put_log_events(logGroupName=group, logStreamName=stream, logEvents=[event])


def queue(root: Root, document: str) -> None:
    root.client("sqs").send_message(QueueUrl=root.system["queues"]["delivery_reports"], MessageBody=document)


def state(request: PhotoRequest, channel: str) -> tuple[Any, Any]:
    found = [each for each in request.shown()["messages"] if each["channel"] == channel]
    return (found[-1]["status"], found[-1]["reason_code"]) if found else (None, None)


def test_an_event_of_ses_is_seen_in_the_api(ask: Ask, root: Root) -> None:
    request, _, _ = ask_by(ask, "email")
    handed_over(request, "email")

    publish(root, documents.mail_delivered(provider_id(root, request, "email")))

    eventually(lambda: state(request, "email"), holds=lambda found: found == ("delivered", None))
    assert request.shown()["delivered_at"] is not None
    assert "message.delivered" in [entry["type"] for entry in request.timeline()]  # type: ignore[index]


@pytest.mark.parametrize(
    ("said", "failed", "expected"),
    [
        ("Message has been accepted by phone carrier", False, ("delivered", "accepted_by_carrier")),
        ("Invalid phone number", True, ("failed", "unknown_number")),
    ],
)
def test_a_line_of_sns_is_seen_in_the_api(ask: Ask, root: Root, said: str, failed: bool, expected: Any) -> None:
    request = ask(phone=new_phone(), channels=["sms"])
    handed_over(request, "sms")
    line = documents.sms(provider_id(root, request, "sms"), said, status="FAILURE" if failed else "SUCCESS")

    log_text(root, line, failed=failed)

    eventually(lambda: state(request, "sms"), holds=lambda found: found == expected)
    assert request.status() == ("undelivered" if failed else "sent")


def test_a_bounce_sends_an_sms_and_blocks_the_address_until_that_is_lifted(
    ask: Ask, root: Root, sign_in: SignIn
) -> None:
    request, _, mail = ask_by(ask, "email")
    handed_over(request, "email")

    publish(root, documents.mail_bounced(provider_id(root, request, "email")))

    eventually(lambda: state(request, "sms"), holds=lambda found: found == ("sent", None))
    body = {"case_id": request.case_id, "email": mail, "channels": ["email"]}
    refused = request.staff("POST", "photo-requests", body)
    assert (refused.status, refused.json()["errors"][0]["pointer"]) == (422, "/email")
    (blocked,) = [item for item in request.staff("GET", "suppressions").json()["items"] if item["address"] == mail]
    address = f"{request.api}/v1/suppressions/{blocked['id']}"
    assert call("DELETE", address, headers=sign_in(root.system["staff"])).status == 204
    assert request.staff("POST", "photo-requests", body).status == 201


def test_what_cannot_be_read_waits_apart_and_holds_up_nobody(ask: Ask, root: Root) -> None:
    request = ask(email=new_mail(), channels=["email"])
    handed_over(request, "email")
    mark = uuid.uuid4().hex

    with root.hidden_for("delivery_reports", seconds=1):
        publish(root, f'{{"eventType": "Bounce", "unknown": "{mark}"}}')
        publish(root, documents.mail_delivered(provider_id(root, request, "email")))
        eventually(lambda: state(request, "email"), holds=lambda found: found == ("delivered", None))
        eventually(lambda: root.messages("delivery_reports_dead", mark))
