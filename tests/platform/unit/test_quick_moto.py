"""The quick ways of tests/support/quick_moto.py: calls of DynamoDB and SQS are answered as moto answers them."""

import json
import re
from collections.abc import Iterator
from typing import Any, cast

import boto3
from botocore.exceptions import ClientError
from moto.backends import get_backend

from tests.support import quick_moto, world

INDEX = {
    "IndexName": "by-state",
    "Projection": {"ProjectionType": "ALL"},
    "KeySchema": [{"AttributeName": "state", "KeyType": "HASH"}, {"AttributeName": "sort", "KeyType": "RANGE"}],
}
PAIRED = {
    "TableName": "paired",
    "BillingMode": "PAY_PER_REQUEST",
    "GlobalSecondaryIndexes": [INDEX],
    "KeySchema": [{"AttributeName": "part", "KeyType": "HASH"}, {"AttributeName": "sort", "KeyType": "RANGE"}],
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("part", "sort", "state")],
    "StreamSpecification": {"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
}
SINGLE = {
    "TableName": "single",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": "part", "KeyType": "HASH"}],
    "AttributeDefinitions": [{"AttributeName": "part", "AttributeType": "S"}],
}
EVERY_TYPE = {
    "text": {"S": "слово"},
    "vacant": {"S": ""},
    "amount": {"N": "7.5"},
    "bytes": {"B": b"\x00\xff"},
    "no": {"BOOL": False},
    "nothing": {"NULL": True},
    "texts": {"SS": ["a", "b"]},
    "numbers": {"NS": ["1", "2"]},
    "byteses": {"BS": [b"a"]},
    "many": {"L": [{"S": "x"}, {"L": []}, {"M": {"deep": {"N": "1"}}}]},
    "tree": {"M": {"S": {"S": "named as a type"}, "boxed": {"M": {"x": {"L": [{"N": "0"}]}}}, "none": {"M": {}}}},
}


def key(part: str, sort: str = "") -> dict[str, Any]:
    return {"part": {"S": part}} | ({"sort": {"S": sort}} if sort else {})


def row(part: str, sort: str = "", **more: Any) -> dict[str, Any]:
    return key(part, sort) | EVERY_TYPE | more


def put(part: str, sort: str, **more: Any) -> dict[str, Any]:
    return {"Put": {"TableName": "paired", "Item": row(part, sort, **more)}}


def change(table: str, where: dict[str, Any], expression: str, **more: Any) -> dict[str, Any]:
    return {"TableName": table, "Key": where, "UpdateExpression": expression} | more


NEW = {"ConditionExpression": "attribute_not_exists(part)"}
ONE = {"ExpressionAttributeValues": {":one": {"N": "1"}}}
IN_A = {"KeyConditionExpression": "part = :a", "ExpressionAttributeValues": {":a": {"S": "a"}}}
OPEN = {"KeyConditionExpression": "#s = :s", "ExpressionAttributeNames": {"#s": "state"}, "IndexName": "by-state"}
CHANGES = "SET amount = amount + :one, #m.boxed.x[0] = :one, many[1] = :one, fresh = if_not_exists(fresh, :one) "
NAMED = {"ExpressionAttributeNames": {"#m": "tree"}}
#: Updates of whole attributes, by their names; some are refused.
PLAIN = (
    "SET #new = :one",
    "SET #new = :tree, #state = :open REMOVE #text",
    "ADD #amount :one",
    "ADD #fresh :one",
    "REMOVE #texts, #new ADD #amount :one SET #state = :open",
    "SET #state = :one",
    "SET #state = :vacant",
    "SET #sort = :open",
    "SET #new = :open, #new = :one",
    "SET #new = :unknown",
    "ADD #no :one",
)
VALUES = {":one": {"N": "1"}, ":open": {"S": "open"}, ":vacant": {"S": ""}, ":tree": {"M": {"x": {"L": []}}}}


def plain(sort: str, expression: str) -> tuple[str, dict[str, Any]]:
    names = {name: name[1:] for name in re.findall(r"#\w+", expression)}
    values = {name: VALUES[name] for name in re.findall(r":\w+", expression) if name in VALUES}
    named = {"ExpressionAttributeNames": names} | ({"ExpressionAttributeValues": values} if values else {})
    return "update_item", change("paired", key("a", sort), expression, **named, ReturnValues="ALL_NEW")


ONCE = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
WANTED = ["All"], ["ApproximateNumberOfMessages", "ContentBasedDeduplication", "QueueArn"]
METADATA = "ResponseMetadata"
LARGE = {"S": "x" * 204_000}

#: Calls, one after another; refused ones are among them.
CALLS: list[tuple[str, dict[str, Any]]] = [
    *[
        ("put_item", {"TableName": "paired", "Item": row(*each, state={"S": "open"})})
        for each in ("b2", "a3", "a1", "a2")
    ],
    ("put_item", {"TableName": "single", "Item": row("a")}),
    ("put_item", {"TableName": "single", "Item": row("a", new={"N": "1"}), "ReturnValues": "ALL_OLD"}),
    ("put_item", {"TableName": "single", "Item": key("large") | {"one": LARGE, "two": LARGE}}),
    ("put_item", {"TableName": "paired", "Item": row("a", "1"), **NEW}),
    (
        "update_item",
        change("paired", key("a", "1"), f"{CHANGES} REMOVE vacant, many[0]", **ONE, **NAMED, ReturnValues="ALL_NEW"),
    ),
    ("update_item", change("paired", key("a", "9"), "ADD visits :one", **ONE, ReturnValues="UPDATED_NEW")),
    ("update_item", change("single", key("z"), "SET x = :one", **ONE, ConditionExpression="attribute_exists(part)")),
    ("update_item", change("single", key("a"), "SET x = y + :one", **ONE)),
    ("update_item", change("single", key("a"), "SET x = :one, x = :one", **ONE)),
    *[plain(sort, expression) for sort in ("2", "unknown") for expression in PLAIN],
    (
        "transact_write_items",
        {"TransactItems": [put("t", "1"), {"Update": change("single", key("a"), "SET amount = :one", **ONE)}]},
    ),
    (
        "transact_write_items",
        {
            "TransactItems": [
                put("t", "2"),
                put("new", "1"),
                {"Delete": {"TableName": "paired", "Key": key("a", "3")}},
                {"Update": change("paired", key("a", "1"), "SET amount = :one", **ONE)},
                {"Update": change("single", key("a"), "SET amount = :one, fresh = :one", **ONE)},
                {"ConditionCheck": {"TableName": "paired", "Key": key("a", "2"), **NEW}},
            ]
        },
    ),
    ("transact_write_items", {"TransactItems": [put("u", "1"), put("u", "1")]}),
    (
        "transact_write_items",
        {"TransactItems": [{"Delete": {"TableName": "paired", "Key": key("b", "2")}}, put("a", "4")]},
    ),
    ("transact_get_items", {"TransactItems": [{"Get": {"TableName": "single", "Key": key(each)}} for each in "az"]}),
    ("batch_get_item", {"RequestItems": {"paired": {"Keys": [key("a", "1"), key("a", "8"), key("t", "1")]}}}),
    ("get_item", {"TableName": "single", "Key": key("a")}),
    ("get_item", {"TableName": "single", "Key": key("nobody")}),
    ("query", {"TableName": "paired", **IN_A}),
    ("query", {"TableName": "paired", **IN_A, "Limit": 2, "ScanIndexForward": False}),
    ("query", {"TableName": "paired", **IN_A, "Limit": 2, "ExclusiveStartKey": key("a", "1")}),
    (
        "query",
        {
            "TableName": "paired",
            "KeyConditionExpression": "part = :a AND sort BETWEEN :b AND :c",
            "FilterExpression": "amount < :n",
            "ExpressionAttributeValues": {":a": {"S": "a"}, ":b": {"S": "1"}, ":c": {"S": "2"}, ":n": {"N": "8"}},
        },
    ),
    (
        "query",
        {
            "TableName": "paired",
            **OPEN,
            "ExpressionAttributeValues": {":s": {"S": "open"}},
            "ProjectionExpression": "sort",
        },
    ),
    ("query", {"TableName": "paired", **OPEN, "ExpressionAttributeValues": {":s": {"S": "shut"}}, "Select": "COUNT"}),
    (
        "query",
        {"TableName": "paired", "KeyConditionExpression": "part = :a", "ExpressionAttributeValues": {":a": {"S": "?"}}},
    ),
    ("query", {"TableName": "single", **IN_A}),
    ("scan", {"TableName": "paired"}),
    ("scan", {"TableName": "single", "Limit": 1}),
    ("delete_item", {"TableName": "paired", "Key": key("a", "1"), "ReturnValues": "ALL_OLD"}),
    ("describe_table", {"TableName": "single"}),
    ("list_tables", {}),
    ("scan", {"TableName": "nowhere"}),
]


def answers() -> list[str]:
    """Return the answers of a new DynamoDB to all calls, and its stream's records afterwards."""
    with world.mocked():
        client: Any = boto3.client("dynamodb")
        for table in (PAIRED, SINGLE):
            client.create_table(**table)
        said = [f"{operation} {answer(client, operation, asked)}" for operation, asked in CALLS]
        return [*said, *(f"stream {each}" for each in streamed())]


def answers_of_queues() -> list[dict[str, str]]:
    """Return the attributes of new queues, one of which drops repeated messages, that hold messages."""
    said = []
    with world.mocked():
        client: Any = boto3.client("sqs")
        for name, kind in (("plain", {"DelaySeconds": "0"}), ("once.fifo", ONCE)):
            queue = client.create_queue(QueueName=name, Attributes=kind)["QueueUrl"]
            group = {"MessageGroupId": "one"} if kind == ONCE else {}
            for body in ("first", "second", "second"):
                client.send_message(QueueUrl=queue, MessageBody=body, **group)
            client.receive_message(QueueUrl=queue, MaxNumberOfMessages=1)
            said += [client.get_queue_attributes(QueueUrl=queue, AttributeNames=each)["Attributes"] for each in WANTED]
    return [{name: value for name, value in each.items() if not name.endswith("Timestamp")} for each in said]


def answer(client: Any, operation: str, asked: dict[str, Any]) -> str:
    try:
        return written(getattr(client, operation)(**asked))
    except ClientError as error:
        return written(cast("Any", error.response))


def streamed() -> Iterator[str]:
    table: Any = get_backend("dynamodb")["123456789012"]["eu-central-1"].tables["paired"]
    for each in table.stream_shard.get(table.stream_shard.starting_sequence_number, 100):
        yield written(
            {"event": each["eventName"], **each["dynamodb"], "ApproximateCreationDateTime": None, "SizeBytes": 0}
        )


def written(answer: dict[str, Any]) -> str:
    """Return an answer as text without the parts that differ between any two."""
    status = answer.get(METADATA, {}).get("HTTPStatusCode")
    table = {"CreationDateTime": None, "TableId": None}
    kept = {
        name: (each | table if name == "Table" else each) for name, each in answer.items() if name != "ResponseMetadata"
    }
    return f"{status} {json.dumps(kept, default=repr, ensure_ascii=False, sort_keys=True)}"


def test_every_call_is_answered_as_moto_answers_by_itself() -> None:
    with quick_moto.motos_own():
        own = answers()

    quick = answers()

    assert quick == own
    assert sum(" 400 " in each for each in own) == 15


def test_queues_have_the_attributes_that_moto_gives_them() -> None:
    with quick_moto.motos_own():
        own = answers_of_queues()

    assert answers_of_queues() == own
    assert [each["ApproximateNumberOfMessages"] for each in own] == ["2", "2", "1", "1"]


def test_what_is_quick_is_in_place() -> None:
    replaced = [(owner, name) for owner, name, own in quick_moto._own if getattr(owner, name) is own]

    assert replaced == []
    assert quick_moto._own
