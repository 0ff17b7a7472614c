"""The deployed system from the inside: its tables, queues, bucket and functions, with the operator's rights."""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config

from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.identity.scopes import all_scopes
from chalicelib.tenancy import service as accounts
from infra.local.demo_accounts import seed
from tests.support import world
from tests.support.running import PhotoRequest, call, eventually
from tests.support.sessions import new_session

#: EventBridge's event of a schedule.
SCHEDULED = {
    "version": "0",
    "id": "test",
    "detail-type": "Scheduled Event",
    "source": "aws.events",
    "account": "0",
    "time": "2026-01-01T00:00:00Z",
    "region": "eu-central-1",
    "resources": [],
    "detail": {},
}
PAST = "2020-01-01T00:00:00.000000Z"
_WITHOUT_RETRIES = Config(retries={"total_max_attempts": 1}, read_timeout=300)


class Root:
    """All powers of the deployment's operator."""

    def __init__(self, system: Mapping[str, Any]) -> None:
        self.system = system
        environment = system["environment"]
        self._session = new_session(
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
            region_name=system["region"],
        )

    def client(self, service: str) -> Any:
        """Return a client of a service with root's credentials."""
        return _client(self._session, service, self.system["emulator_url"])

    def role_of(self, function: str) -> str:
        """Return the ARN of a function's role."""
        name = self.system["functions"][function]
        arn: str = self.client("lambda").get_function_configuration(FunctionName=name)["Role"]
        return arn

    def acting_as(self, function: str) -> Callable[[str], Any]:
        """Return a maker of clients that have the rights of a function's role and no others.

        Only Lambda may assume the role; here root is let in beside it, which gives the role no more rights.
        """
        arn, iam = self.role_of(function), self.client("iam")
        name = arn.rsplit("/", 1)[1]
        trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        statements = [one for one in trust["Statement"] if one.get("Sid") != "Test"]
        us = {"AWS": f"arn:aws:iam::{arn.split(':')[4]}:root"}
        ours = {"Sid": "Test", "Effect": "Allow", "Principal": us, "Action": "sts:AssumeRole"}
        document = json.dumps({**trust, "Statement": [*statements, ours]})
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=document)
        given = self.client("sts").assume_role(RoleArn=arn, RoleSessionName="test")["Credentials"]
        session = new_session(
            aws_access_key_id=given["AccessKeyId"],
            aws_secret_access_key=given["SecretAccessKey"],
            aws_session_token=given["SessionToken"],
            region_name=self.system["region"],
        )
        return lambda service: _client(session, service, self._endpoint_of(service))

    def _endpoint_of(self, service: str) -> str:
        system = self.system
        sockets = service == "apigatewaymanagementapi"
        return str(system["environment"]["SOCKETS_ENDPOINT"] if sockets else system["emulator_url"])

    def invoke(self, function: str, event: object) -> Any:
        """Call a function as AWS does and return its answer."""
        answer = self.client("lambda").invoke(
            FunctionName=self.system["functions"][function], Payload=json.dumps(event).encode()
        )
        payload = answer["Payload"].read()
        assert "FunctionError" not in answer, payload
        return json.loads(payload or b"null")

    def sweep(self) -> None:
        """Run the sweep now, and wait until its work is done."""
        self.invoke("sweep_overdue", SCHEDULED)
        eventually(lambda: self.waiting("due_work"), holds=lambda count: count == 0)

    def waiting(self, queue: str) -> int:
        """Return the number of messages in a queue, those in flight included."""
        counts = self.client("sqs").get_queue_attributes(
            QueueUrl=self.system["queues"][queue],
            AttributeNames=["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"],
        )["Attributes"]
        return sum(int(count) for count in counts.values())

    def item(self, request: PhotoRequest, sort_key: str) -> dict[str, Any]:
        """Return a raw item of a case's collection."""
        found: dict[str, Any] = self.client("dynamodb").get_item(
            TableName=self.system["tables"]["cases"], Key=self.key(request, sort_key), ConsistentRead=True
        )["Item"]
        return found

    def put_item(self, item: Mapping[str, Any]) -> None:
        """Write a raw item of the cases table."""
        self.client("dynamodb").put_item(TableName=self.system["tables"]["cases"], Item=item)

    def delete_item(self, request: PhotoRequest, sort_key: str) -> None:
        """Remove an item of a case's collection."""
        self.client("dynamodb").delete_item(TableName=self.system["tables"]["cases"], Key=self.key(request, sort_key))

    def key(self, request: PhotoRequest, sort_key: str) -> dict[str, Any]:
        """Return the key of an item in a case's collection."""
        return {"pk": {"S": f"{self.system['account_id']}#{request.case_id}"}, "sk": {"S": sort_key}}

    def let_time_pass(self, request: PhotoRequest, moment: str) -> None:
        """Make a request's `expires_at` or `remind_at` lie in the past."""
        item = self.item(request, f"req#{request.id}")
        if moment == "remind_at":
            item["document"]["S"] = json.dumps({**json.loads(item["document"]["S"]), "remind_at": PAST})
        else:
            item[moment] = {"S": PAST}
        asked = {"asked", "asked_until"}  # by an earlier sweep
        self.put_item({name: value for name, value in {**item, "due_at": {"S": PAST}}.items() if name not in asked})

    def let_fall_due(self, request: PhotoRequest, photo_id: str) -> None:
        """Make a photo that is still awaited one that the next sweep looks for."""
        dynamodb, sort_key = self.client("dynamodb"), f"req#{request.id}#pho#{photo_id}"
        item = self.item(request, sort_key)
        document = json.dumps({**json.loads(item["document"]["S"]), "due_at": PAST})
        with suppress(dynamodb.exceptions.ConditionalCheckFailedException):  # it has come meanwhile
            dynamodb.update_item(
                TableName=self.system["tables"]["cases"],
                Key=self.key(request, sort_key),
                UpdateExpression="SET due_at = :past, document = :document REMOVE asked, asked_until",
                ConditionExpression="#status = :reserved",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={
                    ":past": {"S": PAST},
                    ":document": {"S": document},
                    ":reserved": {"S": "reserved"},
                },
            )

    def incoming_key(self, request: PhotoRequest, photo_id: str) -> str:
        """Return the key that a photo's original has in the bucket."""
        return f"incoming/{self.system['account_id']}/{request.case_id}/{request.id}/{photo_id}"

    def versions(self, key: str) -> list[str]:
        """Return the ids of an object's versions, the latest first."""
        found = self.client("s3").list_object_versions(Bucket=self.system["buckets"]["photos"], Prefix=key)
        return [version["VersionId"] for version in found.get("Versions", [])]

    def notification(self, key: str, version_id: str) -> str:
        """Return S3's message for a created object."""
        stored = {"key": key, "versionId": version_id, "size": 1, "sequencer": "0055AED6DCD90281E5"}
        bucket = {"name": self.system["buckets"]["photos"]}
        record = {
            "eventSource": "aws:s3",
            "eventName": "ObjectCreated:Post",
            "s3": {"bucket": bucket, "object": stored},
        }
        return json.dumps({"Records": [record]})

    def event_of(self, key: str) -> dict[str, Any]:
        """Return the batch of one message that tells of an object's latest version."""
        return sqs_event(self.notification(key, self.versions(key)[0]))

    def messages(self, queue: str, about: str) -> list[dict[str, Any]]:
        """Return the messages of a queue whose body has these words, also those being handled; takes none of them."""
        url = f"{self.system['emulator_url']}/_ministack/sqs/messages?QueueUrl={quote(self.system['queues'][queue])}"
        by_account = call("GET", url).json()["messages"]
        return [
            message
            for by_region in by_account.values()
            for by_queue in by_region.values()
            for messages in by_queue.values()
            for message in messages
            if about in message["Body"]
        ]

    def redrive(self, message: Mapping[str, Any]) -> None:
        """Send a photo event that is dead once more; the dead one stays."""
        self.client("sqs").send_message(QueueUrl=self.system["queues"]["photo_events"], MessageBody=message["Body"])

    @contextmanager
    def hidden_for(self, queue: str, *, seconds: int) -> Iterator[None]:
        """Set the time after which failed messages come again, for the block."""
        sqs, url = self.client("sqs"), self.system["queues"][queue]
        usual = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["VisibilityTimeout"])["Attributes"]
        sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": str(seconds)})
        try:
            yield
        finally:
            sqs.set_queue_attributes(QueueUrl=url, Attributes=usual)

    @contextmanager
    def without_stream(self) -> Iterator[None]:
        """Keep the dispatcher from the outbox's stream for the time of the block."""
        functions = self.client("lambda")
        name = self.system["functions"]["dispatch_outbox"]
        (source,) = functions.list_event_source_mappings(FunctionName=name)["EventSourceMappings"]
        functions.update_event_source_mapping(UUID=source["UUID"], Enabled=False)
        try:
            yield
        finally:
            functions.update_event_source_mapping(UUID=source["UUID"], Enabled=True)

    def log_has(self, function: str, words: str) -> bool:
        """Return True if a function's log has a line with these words."""
        pages = (
            self.client("logs")
            .get_paginator("filter_log_events")
            .paginate(logGroupName=f"/aws/lambda/{self.system['functions'][function]}")
        )
        return any(words in event["message"] for page in pages for event in page["events"])

    @contextmanager
    def in_production(self) -> Iterator[None]:
        """Run this process as the API's function for the time of the block, but with root's credentials."""
        with pytest.MonkeyPatch.context() as patch:
            for name, value in self.system["environment"].items():
                patch.setenv(name, value)
            world.forget_clients()
            try:
                yield
            finally:
                world.forget_clients()


def new_tenants(deployment: Mapping[str, Any], **changes: object) -> dict[str, Any]:
    """Return the system with two tenants that nobody knows yet; `changes` are settings of the first.

    No process of the system has read them, so that each knows the changes at once.
    """
    tag = uuid4().hex[:12]
    with Root(deployment).in_production():
        made = seed(ours=f"{tag}.demo.example", theirs=f"{tag}.other.example")
        admin = Caller(
            account_id=made["account_id"], principal=StaffMember("test"), role=Role.ADMIN, scopes=all_scopes()
        )
        if changes:
            accounts.change_account(admin, changes=changes)
    return {**deployment, **made}


def sqs_event(*bodies: str) -> dict[str, Any]:
    """Return the batch that Lambda hands to a function for messages of a queue."""
    return {
        "Records": [
            {
                "messageId": f"message-{place}",
                "receiptHandle": "handle",
                "body": body,
                "attributes": {},
                "messageAttributes": {},
                "md5OfBody": "",
                "eventSource": "aws:sqs",
                "eventSourceARN": "arn:aws:sqs:eu-central-1:000000000000:queue",
                "awsRegion": "eu-central-1",
            }
            for place, body in enumerate(bodies)
        ]
    }


def _client(session: boto3.session.Session, service: str, endpoint: str) -> Any:
    make: Callable[..., Any] = session.client
    return make(service, endpoint_url=endpoint, config=_WITHOUT_RETRIES)
