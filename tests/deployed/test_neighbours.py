"""Neighbours in the emulator: no function keeps another one waiting, and no tenant's backlog another's, as on AWS.

In an emulator of this file's own, without the system: the functions here are slow on purpose.
"""

import io
import json
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import emulator
from infra.local.emulator import Emulator
from infra.local.system import target_of
from tests.support.running import eventually

#: Notes each call, and goes on only when the gate is open.
CODE = b"""
import os, pathlib, time

def read(event, context):
    folder = pathlib.Path(os.environ["FOLDER"])
    (folder / f"began-{len(list(folder.glob('began-*')))}").touch()
    while os.environ["GATE"] and not pathlib.Path(os.environ["GATE"]).exists():
        time.sleep(0.05)
    (folder / f"ended-{len(list(folder.glob('ended-*')))}").touch()
"""


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Emulator]:
    """An emulator of this test's own."""
    started = emulator.start(port=emulator.free_port(), state_dir=tmp_path / "emulator")
    yield started
    emulator.stop(started)


class Reader:
    """A function that reads a source, and a record of its runs."""

    def __init__(self, running: Emulator, folder: Path, name: str, source: str, *, gate: str = "") -> None:
        """Add the function and its mapping; with a `gate` each call waits until that file is there."""
        self.folder = folder / name
        self.folder.mkdir()
        target = target_of(running)
        trust = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        document = json.dumps({"Version": "2012-10-17", "Statement": [trust]})
        role = target.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=document)["Role"]["Arn"]
        self.functions = target.client("lambda")
        self.functions.create_function(
            FunctionName=name,
            Runtime="python3.13",
            Handler="app.read",
            Code={"ZipFile": packed()},
            Timeout=300,
            Role=role,
            Environment={"Variables": {"FOLDER": str(self.folder), "GATE": gate}},
        )
        self.functions.get_waiter("function_active_v2").wait(FunctionName=name)
        begins = {"StartingPosition": "TRIM_HORIZON"} if ":dynamodb:" in source else {}
        self.mapping = self.functions.create_event_source_mapping(
            FunctionName=name, EventSourceArn=source, BatchSize=1, **begins
        )["UUID"]

    def count(self, what: str) -> int:
        """Return the number of times that the function `began` or `ended`."""
        return len(list(self.folder.glob(f"{what}-*")))


def packed() -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("app.py", CODE)
    return content.getvalue()


def table(running: Emulator) -> tuple[Any, str]:
    """Add a table with a stream; return it and the stream's address."""
    client: Any = target_of(running).client("dynamodb")
    made = client.create_table(
        TableName="things",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"},
    )
    return client, made["TableDescription"]["LatestStreamArn"]


def put(tables: Any, *names: str) -> None:
    for name in names:
        tables.put_item(TableName="things", Item={"pk": {"S": name}})


def queue(running: Emulator) -> tuple[Any, str, str]:
    queues: Any = target_of(running).client("sqs")
    url = queues.create_queue(QueueName="work", Attributes={"VisibilityTimeout": "600"})["QueueUrl"]
    arn = queues.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    return queues, url, arn


def test_a_function_that_is_slow_with_a_stream_keeps_no_other_waiting(running: Emulator, tmp_path: Path) -> None:
    tables, stream = table(running)
    queues, url, arn = queue(running)
    gate = tmp_path / "gate"
    slow = Reader(running, tmp_path, "slow", stream, gate=str(gate))
    put(tables, "first")
    eventually(lambda: slow.count("began") == 1)

    quick, of_queue = Reader(running, tmp_path, "quick", stream), Reader(running, tmp_path, "queued", arn)
    put(tables, "second", "third")
    queues.send_message(QueueUrl=url, MessageBody="work")

    eventually(lambda: (quick.count("ended"), of_queue.count("ended")) == (3, 1))
    assert (slow.count("began"), slow.count("ended")) == (1, 0)
    gate.touch()
    eventually(lambda: slow.count("ended") == 3)
    assert slow.count("began") == 3  # one batch at a time, each once


def test_a_backlog_of_one_group_is_received_after_what_others_have_sent(running: Emulator) -> None:
    queues, url, _ = queue(running)
    for group, count in (("noisy", 30), ("quiet", 2), ("also noisy", 12)):
        for _ in range(count):
            queues.send_message(QueueUrl=url, MessageBody=group, MessageGroupId=group)
    queues.send_message(QueueUrl=url, MessageBody="nobody's")

    received = [queues.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"] for _ in range(2)]

    bodies = [[message["Body"] for message in messages] for messages in received]
    assert Counter(bodies[0]) == {"noisy": 4, "quiet": 2, "also noisy": 3, "nobody's": 1}
    assert Counter(bodies[1]) == {"noisy": 5, "also noisy": 5}


def test_a_mapping_that_is_removed_is_read_no_more_and_a_new_one_is(running: Emulator, tmp_path: Path) -> None:
    tables, stream = table(running)
    former = Reader(running, tmp_path, "former", stream)
    put(tables, "first")
    eventually(lambda: former.count("ended") == 1)
    former.functions.delete_event_source_mapping(UUID=former.mapping)

    later = Reader(running, tmp_path, "later", stream)
    put(tables, "second")

    eventually(lambda: later.count("ended") == 2)
    assert former.count("ended") == 1
