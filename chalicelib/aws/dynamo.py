"""PynamoDB's base for all rows, and transactions with an error for each failed condition.

A table module declares one root Row per table, with a `Meta` that names the setting, and a subclass per kind of item.
Each row of a Query is of its own class, by the discriminator `kind`: one item collection holds rows of several
features.
"""

import json
import random
import time
import uuid
from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from typing import Any, NamedTuple, Self

from botocore.exceptions import ClientError
from pynamodb.attributes import DiscriminatorAttribute, JSONAttribute, UnicodeAttribute
from pynamodb.connection import TableConnection
from pynamodb.constants import ALL_OLD
from pynamodb.exceptions import CancellationReason, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import Model

from chalicelib.aws.clients import BUSY, THROTTLED, UNREACHABLE, client
from chalicelib.base.errors import DomainError, Stale, Unavailable
from chalicelib.base.installed import load_rows
from chalicelib.base.languages import N_
from chalicelib.base.observability import alarm, log, where
from chalicelib.base.settings import settings

#: Cancellation codes that mean "someone else was writing, or too much was written": trying again may succeed.
TRANSIENT = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
COMMIT_SECONDS = 8.0


class Document(JSONAttribute):
    """A JSON document, kept as UTF-8: escaped as ASCII, Cyrillic takes three times the room that its limit counts."""

    def serialize(self, value: Any) -> str | None:
        """Return a value as JSON. Text that is no Unicode (half of a surrogate pair) is escaped."""
        if value is None:
            return None
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        return text if _is_unicode(text) else json.dumps(value)

    def deserialize(self, value: str) -> Any:
        """Return the value of a JSON text, with or without escapes."""
        return json.loads(value, strict=False)


class LenientDocument(Document):
    """A document that is read as None if its text is no JSON, which leaves a query its other rows.

    For rows whose readers guard each of them (`readable`). Elsewhere None could pass for a row that is not there.
    """

    def deserialize(self, value: str) -> Any:
        """Return the value of a JSON text; None of other text."""
        try:
            return super().deserialize(value)
        except ValueError:
            return None


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


class _NoCondition:
    """The neutral element of conditions: joined with another, it leaves that as it is."""

    def __rand__(self, condition: Condition | None) -> Condition | None:
        return condition


class _Kind(DiscriminatorAttribute):
    """The discriminator of a row's class. A query of a table's root asks for no kinds: it hides none.

    Why: PynamoDB asks for loaded kinds only, so that rows of other kinds would be missing in silence.
    """

    def get_registered_subclasses(self, cls: Any) -> list[Any]:
        """Return the classes whose rows a query of a class asks for; none of a root."""
        return [] if cls is not Model and self.is_root(cls) else super().get_registered_subclasses(cls)

    def is_in(self, *values: Any) -> Any:
        """Return the condition that a row is of one of some classes; of none in particular, no condition."""
        return super().is_in(*values) if values else _NoCondition()

    def is_root(self, cls: type) -> bool:
        """Return True if a class has no kind of its own."""
        return cls not in self._class_map

    def knows(self, kind: str) -> bool:
        """Return True if a class of rows has this kind."""
        return kind in self._discriminator_map


class Row(Model):
    """Base of all rows: string keys `pk` and `sk`, a `kind`, a table named by a setting, one shared client."""

    class Meta:
        """PynamoDB asks for a name at import; `_get_connection` sets the real one when it is first needed."""

        table_name = ""
        setting = ""

    pk = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    kind = _Kind()

    @classmethod
    def _get_connection(cls) -> TableConnection:
        cls.Meta.table_name = getattr(settings(), cls.Meta.setting)
        connection = super()._get_connection()
        connection.connection._client = client("dynamodb")  # otherwise each class of rows makes a client of its own
        return connection

    @classmethod
    def from_raw_data(cls, data: dict[str, Any]) -> Self:
        """Return the row of a raw item. One of an unknown kind raises an alarm and becomes a bare row of the root."""
        kind = data.get("kind", {}).get("S", "")
        if kind and Row.kind.is_root(cls) and not Row.kind.knows(kind):
            load_rows()  # a table is shared by features, of which this process may have run none yet
        if kind and Row.kind.is_root(cls) and not Row.kind.knows(kind):
            alarm("row of an unknown kind", kind=f"{cls.Meta.setting} {kind}")
            data = {name: value for name, value in data.items() if name in {"pk", "sk"}}
        return super().from_raw_data(data)

    @classmethod
    def read(cls, raw: dict[str, Any]) -> Self:
        """Return the row of a raw DynamoDB item, of the subclass that its `kind` says."""
        return cls.from_raw_data(raw)


#: Given the item as it was (None if there was none), the error that a failed condition means.
Otherwise = Callable[[dict[str, Any] | None], DomainError]


class _Write(NamedTuple):
    operation: str
    item: dict[str, Any]
    otherwise: Otherwise


def stale(_: dict[str, Any] | None) -> DomainError:
    """Return the error for an item that changed since it was read: the default meaning of a failed condition."""
    return Stale(N_("Someone else changed this at the same moment. Reload it and try again."))


class Transaction:
    """Writes that happen together or not at all; features pass one to each other and its opener commits it.

    Reads nothing. DynamoDB allows 100 writes, and one write per item.
    """

    def __init__(self) -> None:
        self._writes: list[_Write] = []
        self._afterwards: list[Callable[[], None]] = []

    def afterwards(self, do: Callable[[], None]) -> None:
        """Call a function after the commit. It may be lost in a crash, so that something else has to repeat it."""
        self._afterwards.append(do)

    def put(self, row: Row, *, condition: Condition | None = None, otherwise: Otherwise = stale) -> None:
        """Write a whole item."""
        kwargs = row.get_save_kwargs_from_instance(
            condition=condition, return_values_on_condition_failure=ALL_OLD if condition is not None else None
        )
        self._writes.append(_Write("Put", kwargs, otherwise))

    def insert(self, row: Row, *, otherwise: Otherwise = stale) -> None:
        """Write an item that must not exist yet."""
        self.put(row, condition=type(row).pk.does_not_exist(), otherwise=otherwise)

    def update(
        self, row: Row, *, actions: list[Action], condition: Condition | None = None, otherwise: Otherwise = stale
    ) -> None:
        """Change attributes of the item that has this row's key."""
        kwargs = row.get_update_kwargs_from_instance(
            actions=actions,
            condition=condition,
            return_values_on_condition_failure=ALL_OLD if condition is not None else None,
        )
        self._writes.append(_Write("Update", kwargs, otherwise))

    def update_raw(self, update: dict[str, Any], *, otherwise: Otherwise = stale) -> None:
        """Change an item of a table whose rows have other keys; `update` is DynamoDB's own Update."""
        self._writes.append(_Write("Update", update, otherwise))

    def delete(self, row: Row, *, condition: Condition | None = None, otherwise: Otherwise = stale) -> None:
        """Remove the item that has this row's key."""
        kwargs = row.get_delete_kwargs_from_instance(condition=condition)
        self._writes.append(_Write("Delete", kwargs, otherwise))

    def check(self, row: Row, *, condition: Condition, otherwise: Otherwise = stale) -> None:
        """Demand something of an item that is not changed."""
        kwargs = type(row).get_operation_kwargs_from_class(row.pk, range_key=row.sk, condition=condition)
        kwargs["ReturnValuesOnConditionCheckFailure"] = ALL_OLD  # PynamoDB has no argument for it here
        self._writes.append(_Write("ConditionCheck", kwargs, otherwise))

    def commit(self) -> None:
        """Write everything, trying again for as long as others are writing the same items.

        Raises the error of the first failed condition, or Unavailable after COMMIT_SECONDS of contention.
        """
        token = uuid.uuid4().hex  # an answer that got lost is then given again, not written again
        deadline = time.monotonic() + COMMIT_SECONDS
        attempt = 0
        while True:
            try:
                self._send(token)
            except TransactWriteError as error:
                self._raise_for_condition(error)
                if not _transient(error):
                    raise
                attempt += 1
                pause = random.uniform(0, min(1.0, 0.02 * 2**attempt))  # noqa: S311 - jitter is no secret
                if time.monotonic() + pause > deadline:
                    raise Unavailable(BUSY) from error
                log("debug", "transaction retried", attempt=attempt)
                time.sleep(pause)
            else:
                break
        for do in self._afterwards:
            do()

    def _send(self, token: str) -> None:
        # PynamoDB's TransactWrite regroups the writes by kind; sent in our own order, reasons match writes one to one.
        try:
            client("dynamodb")._make_api_call(
                "TransactWriteItems",
                {
                    "ClientRequestToken": token,
                    "TransactItems": [{write.operation: write.item} for write in self._writes],
                },
            )
        except (ClientError, *UNREACHABLE) as error:
            raise TransactWriteError("The transaction was cancelled", error) from error

    def _raise_for_condition(self, error: TransactWriteError) -> None:
        for write, reason in zip(self._writes, reasons(error), strict=False):
            if reason is not None and reason.code == "ConditionalCheckFailed":
                raise write.otherwise(reason.raw_item) from error


def reasons(error: TransactWriteError) -> list[CancellationReason | None]:
    """Return the reason for each failed write of a cancelled transaction, in order; None for a write without fault."""
    return [
        None
        if reason.get("Code", "None") == "None"
        else CancellationReason(code=reason["Code"], message=reason.get("Message"), raw_item=reason.get("Item"))
        for reason in _answer(error).get("CancellationReasons", [])
    ]


def _transient(error: TransactWriteError) -> bool:
    codes = {reason.code for reason in reasons(error) if reason is not None}
    if codes:
        return codes <= TRANSIENT
    if isinstance(error.cause, UNREACHABLE):
        return True  # perhaps it was written, but the token keeps it from being written twice
    return _answer(error).get("Error", {}).get("Code", "") in THROTTLED


def _answer(error: TransactWriteError) -> dict[str, Any]:
    return getattr(error.cause, "response", None) or {}


def readable[R: Row, M](rows: Iterable[R], read: Callable[[R], M]) -> Iterator[M]:
    """Read rows of many tenants; one that can't be read raises an alarm and doesn't keep the others waiting."""
    for row in rows:
        try:
            model = read(row)
        except Exception as error:
            alarm("row can't be read", kind=type(row).__name__, error=type(error).__name__, stack=where(error))
        else:
            yield model


def retry_stale[T](use_case: Callable[[], T], *, attempts: int = 12) -> T:
    """Run a use case that reads, decides and writes. Retry it if its data was changed meanwhile."""
    for attempt in range(1, attempts):
        try:
            return use_case()
        except Stale:
            time.sleep(random.uniform(0, min(0.5, 0.02 * 2**attempt)))  # noqa: S311 - jitter is no secret
    return use_case()


def retried[**P, T](use_case: Callable[P, T]) -> Callable[P, T]:
    """Return a use case that is run as `retry_stale` does. One that is of a version refuses another by itself."""

    @wraps(use_case)
    def run(*args: P.args, **named: P.kwargs) -> T:
        return retry_stale(lambda: use_case(*args, **named))

    return run
