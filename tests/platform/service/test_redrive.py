"""Messages go from every dead-letter queue of the template back to their queue, three times at most."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest

from infra import redrive
from infra.redrive import Dead, Moved, RedriveError, dead_letter_queues, redrive_queue
from tests.support.faults import between
from tests.support.packaged import packaged_template
from tests.support.world import mocked

WAYS = [
    ("archives", "archives-dead"),
    ("client-imports", "client-imports-dead"),
    ("delivery-reports", "delivery-reports-dead"),
    ("document-events", "document-events-dead"),
    ("documents", "documents-dead"),
    ("due-work", "due-work-dead"),
    ("payment-looks", "payment-looks-dead"),
    ("photo-events", "photo-events-dead"),
    ("webhook-deliveries", "webhook-deliveries-dead"),
]
NOT_FROM_A_QUEUE = {f"osmotr-prod-{name}-failures" for name in ("dispatch", "push", "schedule")}
RELAY = "arn:aws:lambda:eu-central-1:123456789012:function:osmotr-prod-relay_sms_reports"


@pytest.fixture(scope="module")
def queues() -> dict[str, Any]:
    """Return the queues of the template as it is deployed."""
    resources = packaged_template()["Resources"].items()
    return {name: resource for name, resource in resources if resource["Type"] == "AWS::SQS::Queue"}


@pytest.fixture
def deployed(queues: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], str]]:
    """Deploy the queues; return how a queue's URL is found by its name."""
    template = {"Parameters": {"Stage": {"Type": "String"}}, "Resources": queues}
    with mocked():
        monkeypatch.setattr(redrive, "redrive_messages", lambda: 7)
        monkeypatch.setattr(redrive, "environment_of", lambda stage: {})
        boto3.client("cloudformation").create_stack(
            StackName="osmotr-prod",
            TemplateBody=json.dumps(template),
            Parameters=[{"ParameterKey": "Stage", "ParameterValue": "prod"}],
        )
        sqs = boto3.client("sqs")
        sqs.create_queue(QueueName="osmotr-other-archives-dead")
        yield lambda name: str(sqs.get_queue_url(QueueName=f"osmotr-prod-{name}")["QueueUrl"])


def put(url: str, body: str, **attributes: str) -> None:
    given = {name: {"DataType": "String", "StringValue": value} for name, value in attributes.items()}
    boto3.client("sqs").send_message(QueueUrl=url, MessageBody=body, MessageAttributes=given)


def waiting(url: str) -> list[Any]:
    answer = boto3.client("sqs").receive_message(QueueUrl=url, MessageAttributeNames=["All"], MaxNumberOfMessages=10)
    return list(answer.get("Messages", []))


def named(name: str) -> Dead:
    (queue,) = (each for each in dead_letter_queues("prod") if each.name == name)
    return queue


def test_every_queue_that_gives_up_into_another_is_found_and_no_other(
    deployed: Callable[[str], str], queues: dict[str, Any]
) -> None:
    found = dead_letter_queues("prod")

    assert [(each.name, each.url, each.live_url) for each in found] == [
        (live, deployed(dead), deployed(live)) for live, dead in WAYS
    ]
    known = {url for each in found for url in (each.url, each.live_url)}
    assert len(queues) == len(known) + len(NOT_FROM_A_QUEUE)


def test_what_is_dead_goes_back_from_every_queue_once_and_that_is_said(
    deployed: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    for live, dead in WAYS:
        put(deployed(dead), f'{{"of": "{live}"}}', trace="1")

    first = redrive.main(["--stage", "prod"]), capsys.readouterr().out.splitlines()
    second = redrive.main(["--stage", "prod"]), capsys.readouterr().out.splitlines()

    said = [f"osmotr-prod-{dead} -> osmotr-prod-{live}: %d moved" for live, dead in WAYS]
    assert first == (0, [*(line % 1 for line in said), "outbox: 7 messages given another try"])
    assert second == (0, [*(line % 0 for line in said), "outbox: 7 messages given another try"])
    for live, dead in WAYS:
        (message,) = waiting(deployed(live))
        assert message["Body"] == f'{{"of": "{live}"}}'
        assert message["MessageAttributes"]["trace"]["StringValue"] == "1"
        assert waiting(deployed(dead)) == []


def test_one_queue_can_be_chosen_and_the_others_stay(
    deployed: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    for _, dead in WAYS:
        put(deployed(dead), "{}")

    assert redrive.main(["--stage", "prod", "--queue", "archives"]) == 0

    assert capsys.readouterr().out == "osmotr-prod-archives-dead -> osmotr-prod-archives: 1 moved\n"
    assert [len(waiting(deployed(dead))) for _, dead in WAYS] == [0] + [1] * (len(WAYS) - 1)


def test_the_outbox_can_be_chosen_alone(deployed: Callable[[str], str], capsys: pytest.CaptureFixture[str]) -> None:
    put(deployed("archives-dead"), "{}")

    assert redrive.main(["--stage", "prod", "--queue", "outbox"]) == 0

    assert capsys.readouterr().out == "outbox: 7 messages given another try\n"
    assert len(waiting(deployed("archives-dead"))) == 1


def test_a_queue_that_there_is_not_is_refused_with_those_that_there_are(
    deployed: Callable[[str], str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert redrive.main(["--stage", "prod", "--queue", "archive"]) == 1

    said = capsys.readouterr().err
    known = ", ".join(live for live, _ in WAYS)
    assert f"there is no queue archive; there are {known}" in said
    with pytest.raises(RedriveError):
        list(redrive.redrive("prod", "archive"))


def test_a_message_that_was_redriven_three_times_stays_and_is_named(deployed: Callable[[str], str]) -> None:
    queue = named("photo-events")
    put(queue.url, "fine")
    count = {"redrive_count": {"DataType": "Number", "StringValue": "3"}}
    boto3.client("sqs").send_message(QueueUrl=queue.url, MessageBody="poison", MessageAttributes=count)

    moved = redrive_queue(queue)

    assert moved == Moved(queued=1, left=1)
    assert redrive.in_words(queue, moved).endswith("1 moved, 1 left after 3 tries")
    assert [message["Body"] for message in waiting(queue.live_url)] == ["fine"]


def test_each_try_is_counted(deployed: Callable[[str], str]) -> None:
    queue = named("webhook-deliveries")
    put(queue.url, "always fails")
    tries = []

    for _ in range(3):
        assert redrive_queue(queue) == Moved(queued=1)
        (message,) = waiting(queue.live_url)
        tries.append(message["MessageAttributes"]["redrive_count"]["StringValue"])
        boto3.client("sqs").delete_message(QueueUrl=queue.live_url, ReceiptHandle=message["ReceiptHandle"])
        boto3.client("sqs").send_message(
            QueueUrl=queue.url, MessageBody=message["Body"], MessageAttributes=message["MessageAttributes"]
        )

    assert tries == ["1", "2", "3"]
    assert redrive_queue(queue) == Moved(left=1)


def test_what_could_not_be_sent_stays_dead(deployed: Callable[[str], str]) -> None:
    queue = named("archives")
    put(queue.url, "{}")

    def broken(operation: str, _: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation == "SendMessage":
            raise ConnectionError
        return call()

    with between(broken), pytest.raises(ConnectionError):
        redrive_queue(queue)

    attributes = boto3.client("sqs").get_queue_attributes(QueueUrl=queue.url, AttributeNames=["All"])["Attributes"]
    assert attributes["ApproximateNumberOfMessagesNotVisible"] == "1"  # comes again in a minute


def given_up_call(**payload: object) -> str:
    """Return Lambda's record in a destination for a call that it gives up (its developer guide: asynchronous calls)."""
    return json.dumps(
        {
            "version": "1.0",
            "timestamp": "2026-03-02T10:00:00.000Z",
            "requestContext": {
                "requestId": "1",
                "functionArn": f"{RELAY}:$LATEST",
                "condition": "RetriesExhausted",
                "approximateInvokeCount": 3,
            },
            "requestPayload": {"awslogs": {"data": "H4sI"}, **payload},
            "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
            "responsePayload": {"errorMessage": "sorry"},
        }
    )


def test_a_call_that_a_function_gave_up_goes_to_that_function_and_not_into_the_queue(
    deployed: Callable[[str], str],
) -> None:
    queue, calls = named("delivery-reports"), []
    put(queue.url, given_up_call())
    put(queue.url, given_up_call(redrive_count=3))
    put(queue.url, '{"eventType": "Delivery"}')

    def record(operation: str, parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
        if operation != "Invoke":
            return call()
        calls.append(parameters)
        return {"StatusCode": 202}

    with between(record):
        moved = redrive_queue(queue)

    assert moved == Moved(queued=1, called=1, left=1)
    (called,) = calls
    assert (called["FunctionName"], called["InvocationType"]) == (RELAY, "Event")
    assert json.loads(called["Payload"]) == {"awslogs": {"data": "H4sI"}, "redrive_count": 1}
    assert [message["Body"] for message in waiting(queue.live_url)] == ['{"eventType": "Delivery"}']
    assert "1 handed to the function that had given them up" in redrive.in_words(queue, moved)
