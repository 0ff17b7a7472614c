"""Redriven messages go back to their queue and are read there: the queues are found in the deployed stack."""

from uuid import uuid4

from infra.local.system import STAGE
from infra.redrive import dead_letter_queues, redrive
from tests.deployed.conftest import System
from tests.deployed.inside import Root
from tests.support.running import eventually


def test_dead_letters_of_a_queue_are_moved_and_read(system: System, root: Root) -> None:
    order = f"no order {uuid4()}"
    root.client("sqs").send_message(QueueUrl=system["queues"]["archives_dead"], MessageBody=order)

    with root.in_production():
        found = [queue.name for queue in dead_letter_queues(STAGE)]
        (said,) = redrive(STAGE, "archives")

    assert found == [
        "archives",
        "client-imports",
        "delivery-reports",
        "document-events",
        "documents",
        "due-work",
        "payment-looks",
        "photo-events",
        "webhook-deliveries",
    ]
    assert said.startswith(f"osmotr-{STAGE}-archives-dead -> osmotr-{STAGE}-archives: ")
    assert root.messages("archives_dead", order) == []
    eventually(lambda: root.messages("archives", order), holds=lambda waiting: waiting == [])  # and not dead again:
    assert root.messages("archives_dead", order) == []
