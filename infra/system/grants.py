"""Statements of policies: how they are written, and those that several functions share."""

from collections.abc import Iterator
from typing import Any

from infra.system.model import (
    Failures,
    FromQueue,
    FromStream,
    Function,
    Invoked,
    Json,
    Queue,
    Statement,
    attribute,
    sub,
)

GET, BATCH_GET, QUERY = "dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"
PUT, UPDATE, DELETE, CHECK = (
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:DeleteItem",
    "dynamodb:ConditionCheckItem",
)
READ_AND_WRITE = (GET, BATCH_GET, QUERY, PUT, UPDATE, DELETE, CHECK)
GET_OBJECT, GET_VERSION, PUT_OBJECT = "s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"
SEND, SEND_BATCH = "sqs:SendMessage", "sqs:SendMessageBatch"

BUCKET = attribute("PhotosBucket")
ORIGINALS, RENDITIONS, ARCHIVES = "incoming/*", "renditions/*", "archives/*"
DOCUMENTS, LOGOS = "documents/*", "logos/*"
CLAIM_ORIGINALS, CLAIM_PREVIEWS = "claims/originals/*", "claims/previews/*"
ALL_OF_PHOTOS = (ORIGINALS, RENDITIONS, ARCHIVES)

#: Actions on content that the data key encrypts, by the service through which a function uses the key.
_ENCRYPTED = {
    "dynamodb": ("dynamodb:",),
    "s3": (GET_OBJECT, PUT_OBJECT),
    "secretsmanager": ("secretsmanager:GetSecretValue",),
}


def allow(sid: str, actions: tuple[str, ...] | str, *resources: Any, condition: Json | None = None) -> Statement:
    """Return a statement that allows actions on resources."""
    named = (actions,) if isinstance(actions, str) else actions
    return Statement(sid=sid, actions=named, resources=resources, condition=condition)


def send(sid: str, queue: Queue | Failures, *, batches: bool = False) -> Statement:
    """Allow to send to a queue."""
    return allow(sid, (SEND, SEND_BATCH) if batches else SEND, queue.arn)


def objects(sid: str, actions: tuple[str, ...] | str, *keys: str) -> Statement:
    """Allow actions on objects of the photos bucket."""
    return allow(sid, actions, *(sub(f"${{PhotosBucket.Arn}}/{each}") for each in keys))


def erase(sid: str, *keys: str) -> Statement:
    """Allow to delete objects with all their versions."""
    return objects(sid, ("s3:DeleteObject", "s3:DeleteObjectVersion"), *keys)


def list_objects(sid: str, *keys: str, versions: bool = False) -> Statement:
    """Allow to list objects, or all their versions, below these keys only."""
    action = "s3:ListBucketVersions" if versions else "s3:ListBucket"
    return allow(sid, action, BUCKET, condition={"StringLike": {"s3:prefix": [*keys]}})


def read_secret(sid: str, name: str) -> Statement:
    """Allow to read a secret."""
    arn = "arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:osmotr/${Stage}/"
    return allow(sid, "secretsmanager:GetSecretValue", sub(f"{arn}{name}-??????"))


READ_LINK_KEY = read_secret("ReadTheLinkKey", "link-key")
READ_HOOK_KEY = read_secret("ReadTheHookKey", "hook-key")
READ_IDENTITY_KEY = read_secret("ReadTheIdentityKey", "identity-key")
#: Without it S3 answers 403 for an object that isn't there.
TELL_ABSENT_OBJECTS = allow("TellAnAbsentObjectFromAForbiddenOne", "s3:ListBucket", BUCKET)
#: Texts to phones and no topics, mails of our identity alone.
SEND_MESSAGES = (
    Statement(
        sid="NoTopics", effect="Deny", actions=("sns:Publish",), resources=(sub("arn:${AWS::Partition}:sns:*:*:*"),)
    ),
    Statement(
        sid="SendSms",
        actions=("sns:Publish",),
        resources=("*",),
        skip=("CKV_AWS_111", "sns:Publish to a phone number has no resource to name; topics are denied beside it"),
    ),
    allow(
        "SendMail",
        ("ses:SendEmail", "ses:SendRawEmail"),
        # The emulator doesn't say which identity a mail is sent by.
        {
            "Fn::If": [
                "OnAws",
                [
                    sub("arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:identity/${MailIdentity}"),
                    sub(
                        "arn:${AWS::Partition}:ses:${AWS::Region}:${AWS::AccountId}:configuration-set/${MailConfiguration}"
                    ),
                ],
                "*",
            ]
        },
    ),
)


def grants_of(function: Function) -> tuple[Statement, ...]:
    """Return all grants of a function: its log, its source, its own. The data key is added as far as these need it."""
    granted = (_write_log(function), *_source(function), *function.grants)
    return (*granted, *_use_data_key(granted))


def _write_log(function: Function) -> Statement:
    group = "arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/osmotr-${Stage}-"
    return allow("WriteItsLog", ("logs:CreateLogStream", "logs:PutLogEvents"), sub(f"{group}{function.name}:*"))


def _source(function: Function) -> Iterator[Statement]:
    match function.source:
        case FromQueue(queue):
            names = ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes", "ChangeMessageVisibility")
            yield allow(f"Take{queue.logical}", tuple(f"sqs:{each}" for each in names), queue.arn)
        case FromStream(table=table, failures=failures):
            names = ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
            stream = sub(f"${{{table.logical}.Arn}}/stream/*")
            yield allow("ReadTheStream", tuple(f"dynamodb:{each}" for each in names), stream)
            yield send("LeaveWhatFailed", failures)
        case Invoked(failures=failures):
            yield send("LeaveWhatFailed", failures)


def _use_data_key(granted: tuple[Statement, ...]) -> Iterator[Statement]:
    used = [action for each in granted for action in each.actions]
    services = [name for name, prefixes in _ENCRYPTED.items() if any(each.startswith(prefixes) for each in used)]
    if services:
        via = [sub(f"{name}.${{AWS::Region}}.${{AWS::URLSuffix}}") for name in services]
        condition = {"StringEquals": {"kms:ViaService": via}}
        yield allow("UseTheDataKey", ("kms:Decrypt", "kms:GenerateDataKey"), attribute("DataKey"), condition=condition)
