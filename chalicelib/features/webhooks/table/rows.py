"""The attributes of the webhooks table's rows; their use is described beside this module."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from pynamodb.attributes import BooleanAttribute, NumberAttribute, UnicodeAttribute
from pynamodb.exceptions import PynamoDBException
from pynamodb.indexes import AllProjection, GlobalSecondaryIndex

from chalicelib.aws.dynamo import Document, Row
from chalicelib.aws.shards import hash_key
from chalicelib.base.clock import stamp
from chalicelib.features.webhooks.model import Delivery, DisabledReason, Endpoint

#: Deliveries and attempts are kept for this long.
KEPT = timedelta(days=30)


class ByDue(GlobalSecondaryIndex["DeliveryRow"]):  # type: ignore[no-untyped-call]
    class Meta:
        index_name = "by_due"
        projection = AllProjection()

    due_pk = UnicodeAttribute(hash_key=True)
    due_at = UnicodeAttribute(range_key=True)


class WebhooksRow(Row):
    """Root of all rows in this table."""

    class Meta:
        table_name = ""
        setting = "webhooks_table"


class EndpointRow(WebhooksRow, discriminator="endpoint"):
    """An endpoint: its owners' settings as one document, and its state, which deliveries write."""

    version = NumberAttribute()
    document = Document()
    enabled = BooleanAttribute(default=True)
    disabled_reason = UnicodeAttribute(null=True)
    disabled_at = UnicodeAttribute(null=True)
    failures = NumberAttribute(default=0)
    paused_until = UnicodeAttribute(null=True)
    failing_since = UnicodeAttribute(null=True)

    def model(self) -> Endpoint:
        """Return the endpoint as its frozen type."""
        return Endpoint.model_validate(
            {
                **self.document,
                "version": int(self.version),
                "enabled": self.enabled,
                "disabled_reason": self.disabled_reason,
                "disabled_at": self.disabled_at,
                "failures": int(self.failures),
                "paused_until": self.paused_until,
                "failing_since": self.failing_since,
            }
        )


class CountRow(WebhooksRow, discriminator="count"):
    """The number of an account's endpoints."""

    used = NumberAttribute(default=0)


class EventRow(WebhooksRow, discriminator="event"):
    """An event of an account."""

    document = Document()
    ttl = NumberAttribute()


class DeliveryRow(WebhooksRow, discriminator="delivery"):
    """An event on its way to an endpoint."""

    by_due = ByDue()
    due_pk = UnicodeAttribute(null=True)
    due_at = UnicodeAttribute(null=True)
    status = UnicodeAttribute()
    tries = NumberAttribute(default=0)
    waits = NumberAttribute(default=0)
    #: The sweep's own (chalicelib/aws/due.py).
    asked = NumberAttribute(null=True)
    asked_until = UnicodeAttribute(null=True)
    began_at = UnicodeAttribute()
    attempts = Document(default=list)
    document = Document()
    ttl = NumberAttribute()

    def model(self) -> Delivery:
        """Return the delivery as its frozen type."""
        return Delivery.model_validate(
            {
                **self.document,
                "status": self.status,
                "due_at": self.due_at or self.began_at,
                "tries": int(self.tries),
                "waits": int(self.waits),
                "began_at": self.began_at,
                "attempts": self.attempts,
            }
        )


class LaneRow(WebhooksRow, discriminator="lane"):
    """The mark of a running call, until it ends or its lease does."""

    holder = UnicodeAttribute(null=True)
    until = UnicodeAttribute()


HEALTHY: list[Any] = [
    EndpointRow.failures.set(0),
    EndpointRow.paused_until.remove(),
    EndpointRow.failing_since.remove(),
]


#: Removes the sweep's lease and count of a delivery, once it is being worked on.
UNASKED: list[Any] = [DeliveryRow.asked.remove(), DeliveryRow.asked_until.remove()]


def happens(write: Callable[[], object]) -> bool:
    """Make a conditional write; False if its condition did not hold."""
    try:
        write()
    except PynamoDBException as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            return False
        raise
    return True


def disabling(reason: DisabledReason, at: datetime) -> list[Any]:
    """Return the writes that end an endpoint's deliveries."""
    return [
        EndpointRow.enabled.set(False),
        EndpointRow.disabled_reason.set(reason),
        EndpointRow.disabled_at.set(stamp(at)),
    ]


def endpoint_key(endpoint: Endpoint) -> tuple[str, str]:
    return endpoint.account_id, f"endpoint#{endpoint.id}"


def key_of(delivery: Delivery) -> tuple[str, str]:
    return delivery_key(delivery.account_id, delivery.endpoint_id, delivery.id)


def delivery_key(account_id: str, endpoint_id: str, delivery_id: str) -> tuple[str, str]:
    """Return the key of a delivery that is known by its ids."""
    return partition(account_id, endpoint_id), f"delivery#{delivery_id}"


def partition(account_id: str, endpoint_id: str) -> str:
    """Return the partition of an endpoint's deliveries."""
    return f"{account_id}#{endpoint_id}"


def due_pk(delivery_id: str) -> str:
    """Return the shard of the index in which a delivery waits."""
    return hash_key("due", delivery_id)


def ttl_of(moment: datetime) -> int:
    """Return the moment from which DynamoDB may delete a row."""
    return int((moment + KEPT).timestamp())
