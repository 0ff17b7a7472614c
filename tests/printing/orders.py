"""Documents of a kind for tests, and the function that prints them."""

from collections.abc import Callable
from typing import Any, NamedTuple

import boto3
import pytest

import app
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.languages import Language
from chalicelib.base.settings import settings
from chalicelib.features.printing import service
from chalicelib.features.printing.contents import Content
from chalicelib.features.printing.model import Document, Printed
from chalicelib.features.printing.service import printing
from tests.printing import examples
from tests.support.lambda_events import Context, queue_event
from tests.support.sweeping import taken
from tests.support.world import World

KIND = "policy_of_tests"
SUBJECT = "pol_01J9Z6K3V8QWERTY0123456789"


class Things:
    """The things of a feature that has documents printed: the names of policyholders by subject."""

    def __init__(self) -> None:
        self.holders = {SUBJECT: examples.HOLDER}
        #: Documents that were told to be done.
        self.done: list[str] = []
        #: True if telling fails.
        self.broken = False
        #: Called while a document is printed.
        self.during: Callable[[], object] = lambda: None

    def content(self, account_id: str, subject: str, language: Language) -> Content | None:
        """Return the content of a policy; None without a policyholder."""
        holder = self.holders.get(subject)
        self.during()
        return examples.content("e_policy", language, holder=holder) if holder else None

    def note(self, tx: Transaction, document: Document) -> None:
        """Note a printed document."""
        if self.broken:
            raise RuntimeError("broken")
        self.done.append(document.id)


def open_queue(patch: pytest.MonkeyPatch) -> None:
    """Make the queue of orders; within a world."""
    patch.setenv("DOCUMENTS_QUEUE_URL", boto3.client("sqs").create_queue(QueueName="documents")["QueueUrl"])
    settings.cache_clear()


def install(patch: pytest.MonkeyPatch) -> Things:
    """Install the kind KIND; return its things."""
    things = Things()
    printed = Printed("e_policy", things.content, "/console/policies/{subject}", things.note)
    patch.setattr(printing, "find_printed", {KIND: printed}.get)
    return things


def ordered(world: World, *, kind: str = KIND, subject: str = SUBJECT, language: Language = "ru") -> Document:
    """Order a document of SUBJECT as its feature does."""
    tx = Transaction()
    made = service.order(tx, account_id=world.account.id, kind=kind, subject=subject, language=language)
    tx.commit()
    return made


def function(*bodies: str) -> list[str]:
    """Call issue_documents as Lambda does; return the ids of the messages that failed."""
    answer = app.issue_documents(queue_event(*bodies), Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def orders() -> list[str]:
    """Remove all orders from the queue and return them."""
    return taken(settings().queue_url("documents"))


def work() -> None:
    """Work on orders until there are none."""
    while bodies := orders():
        assert function(*bodies) == []


def only(world: World, subject: str = SUBJECT) -> Document:
    """Return the one document that a subject has; there must not be others."""
    (found,) = service.list_documents(world.account.id, subject)
    return found


class File(NamedTuple):
    """A file in the bucket: its bytes, type and key."""

    data: bytes
    content_type: str
    key: str


def files() -> list[File]:
    """Return all files of documents."""
    s3: Any = boto3.client("s3")
    keys = [each["Key"] for each in s3.list_objects_v2(Bucket="photos", Prefix="documents/").get("Contents", [])]
    found = ((key, s3.get_object(Bucket="photos", Key=key)) for key in keys)
    return [File(each["Body"].read(), each["ContentType"], key) for key, each in found]
