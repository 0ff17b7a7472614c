"""Answers of moto in a third of the time: the same answers, without work that moto repeats at each call.

A test of the API makes about 20 calls to DynamoDB, at 6 ms of CPU each. Most of that went into five places of moto.
Names were looked up for each attribute of a row, whole tables were copied for each item of a transaction and sorted for
each query. Classes of expressions were compared at each node, and methods were listed by `inspect`.
`tests/platform/unit/test_quick_moto.py` compares the answers with moto's own.
"""

import copy
import pickle
import random
import string
import time
from collections import UserDict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, cached_property, wraps
from types import SimpleNamespace
from typing import Any, cast

import boto3
import pytest
from botocore.client import BaseClient
from moto import backend_index
from moto.core import responses, serialize, utils
from moto.core.base_backend import BaseBackend
from moto.core.botocore_stubber import BotocoreStubber
from moto.dynamodb import models
from moto.dynamodb.comparisons import ConditionExpressionParser
from moto.dynamodb.exceptions import ItemSizeTooLarge, MockValidationException
from moto.dynamodb.models.dynamo_type import DynamoType, Item, LimitedSizeDict
from moto.dynamodb.models.table import Table
from moto.dynamodb.parsing import ast_nodes, expressions, validators
from moto.moto_api._internal import mock_random
from moto.sqs import models as sqs_models

from tests.support import quick_calls, quick_conditions, quick_updates, sessions

_nodes: Any = ast_nodes  # an untyped module
_update_parser: Any = vars(expressions)["UpdateExpressionParser"]
_PICKER = serialize.XFormedAttributePicker()
_LETTERS = string.ascii_letters + string.digits
_SETS = ("SS", "NS", "BS")
#: Services that we call: the addresses of 180 others are compared after theirs.
_OURS = ("dynamodb", "s3", "sqs", "sns", "ses", "sesv2", "secretsmanager", "cognitoidp")
_AS_IT_IS = ("S", "B", "BOOL")


#: The original code of replaced places.
_own: list[tuple[Any, str, Any]] = []


def install() -> None:
    """Put the quick ways in place of moto's own, for this process. Idempotent."""
    if _own:
        return
    _replace(serialize.JSONSerializer, "_serialize_type_structure", _serialize_structure)
    _replace(DynamoType, "__deepcopy__", lambda value, _memo: _copy_of_value(value))
    _replace(Item, "__deepcopy__", lambda item, _memo: _copy_of_item(item))
    _replace(models, "copy", SimpleNamespace(deepcopy=_copy))
    _replace(
        models.DynamoDBBackend, "transact_write_items", _with_one_copy(models.DynamoDBBackend.transact_write_items)
    )
    _replace(Table, "query", _in_one_partition(Table.query))
    _replace(_update_parser, "make", quick_updates.make)
    _replace(models, "UpdateExpressionValidator", quick_updates.validator)
    _replace(models, "UpdateExpressionExecutor", quick_updates.executor)
    _replace(_nodes.DepthFirstTraverser, "traverse_node_recursively", _traverse)
    _replace(_nodes.DepthFirstTraverser, "process", _process)
    _replace(_nodes.Node, "find_clauses", _find_clauses)
    _replace(validators, "deepcopy", _copy_of_tree)
    _replace(ConditionExpressionParser, "parse", quick_conditions.parse)
    _replace(ConditionExpressionParser, "_make_operand", quick_conditions.make_operand)
    _replace(Item, "__init__", _init_item)
    _replace(Item, "size", lambda item: _size_of_map(item.attrs))
    _replace(DynamoType, "size", _size)
    _replace(DynamoType, "cast_value", property(_cast_value))
    _replace(responses, "method_names_from_class", cache(utils.method_names_from_class))
    _replace(responses, "camelcase_to_underscores", cache(utils.camelcase_to_underscores))
    _replace(sqs_models, "camelcase_to_underscores", cache(utils.camelcase_to_underscores))
    _replace(sqs_models, "unix_time_millis", _unix_time_millis)
    _replace(sqs_models.Queue, "attributes", property(_QueueAttributes))
    _replace(mock_random, "get_random_string", _random_string)
    _replace(boto3, "client", sessions.shared_client)
    _replace(boto3, "resource", sessions.shared_resource)
    _replace(BaseClient, "_make_api_call", quick_calls.make_api_call)
    _replace(BotocoreStubber, "process_request", quick_calls.process_request)
    _replace(BaseBackend, "urls", property(_urls))
    _replace(backend_index, "backend_url_patterns", sorted(backend_index.backend_url_patterns, key=_is_never_called))


_own_urls: Any = vars(BaseBackend)["urls"].fget
_urls_of: dict[type, Any] = {}


def _urls(backend: BaseBackend) -> Any:
    """Return a service's addresses; that of S3 loads a module of moto anew for each call."""
    kind = type(backend)
    if kind not in _urls_of:
        _urls_of[kind] = _own_urls(backend)
    return _urls_of[kind]


def _is_never_called(address: tuple[str, object]) -> bool:
    return address[0] not in _OURS


def _replace(owner: object, name: str, value: object) -> None:
    _own.append((owner, name, getattr(owner, name)))  # raises where another version of moto has no such place
    setattr(owner, name, value)


@contextmanager
def motos_own() -> Iterator[None]:
    """Restore moto's own code within the block."""
    with pytest.MonkeyPatch.context() as patch:
        for owner, name, own in _own:
            patch.setattr(owner, name, own)
        yield


# Answers: which names an attribute may have is found once for a shape, not again for each value.

_theirs: Any = serialize.JSONSerializer._serialize_type_structure


def _serialize_structure(serializer: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
    if type(value) is not dict or shape.is_document_type or serializer._value_picker.response_transformers:
        _theirs(serializer, serialized, value, shape, key)
        return
    wrapper = serializer.MAP_TYPE() if key else serialized
    for member, member_shape, names in _members_of(shape):
        found = next((value[name] for name in names if name in value), None)
        if found is not None:
            serializer._serialize(wrapper, found, member_shape, member)
    if key:
        serializer._default_serialize(serialized, wrapper, shape, key)


def _members_of(shape: Any) -> Sequence[tuple[str, Any, tuple[str, ...]]]:
    """Return the members of a structure, each with its possible names in a dict. The shape keeps them."""
    if "quick_members" not in vars(shape):
        for member in shape.members.values():
            member.parent = shape
        shape.quick_members = [(name, member, _names(name, member)) for name, member in shape.members.items()]
    return cast("Sequence[tuple[str, Any, tuple[str, ...]]]", shape.quick_members)


def _names(name: str, shape: Any) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_PICKER.get_possible_keys(serialize.AttributePickerContext({}, name, shape))))


# Copies: without a memo, since values of DynamoDB hold no circles.


def _copy_of_value(value: DynamoType) -> DynamoType:
    made = DynamoType.__new__(DynamoType)
    made.type, held = value.type, value.value
    if made.type == "L":
        made.value = [_copy_of_value(each) for each in held]
    elif made.type == "M":
        made.value = {name: _copy_of_value(each) for name, each in held.items()}
    else:
        made.value = list(held) if made.type in _SETS else held
    return made


def _copy_of_item(item: Item) -> Item:
    made: Any = Item.__new__(Item)
    attributes = LimitedSizeDict.__new__(LimitedSizeDict)
    for name, value in item.attrs.items():
        dict.__setitem__(attributes, name, _copy_of_value(value))
    made.hash_key = _copy_of_value(item.hash_key)
    made.range_key = None if item.range_key is None else _copy_of_value(item.range_key)
    made.attrs = attributes
    return cast("Item", made)


# Transactions: a refusal puts back the rows that the transaction names, and the lists that hold them.

#: The writes of the transaction that runs, and the tables as they were before it.
_running = SimpleNamespace(writes=[], before={})


def _with_one_copy(theirs: Callable[..., None]) -> Callable[..., None]:
    @wraps(theirs)
    def transact(backend: Any, transact_items: list[dict[str, Any]]) -> None:
        _running.writes, _running.before = [next(iter(each.values())) for each in transact_items], {}
        try:
            theirs(backend, transact_items)
        finally:
            _running.writes, _running.before = [], {}

    return transact


def _copy(value: Any) -> Any:
    if not isinstance(value, Table) or not _running.writes:
        return copy.deepcopy(value)
    if value.name not in _running.before:
        _running.before[value.name] = _table_before(value)
    return _running.before[value.name]


def _table_before(table: Table) -> Table:
    """Copy the parts of a table that a transaction may change: its rows, and the end of the stream."""
    made = copy.copy(table)
    made.items = table.items.copy()
    for write in _running.writes:
        if write.get("TableName") == table.name:
            _copy_row(made, write.get("Item") or write.get("Key") or {})
    if table.stream_shard is not None:
        made.stream_shard = copy.copy(table.stream_shard)
        made.stream_shard.table, made.stream_shard.items = made, list(table.stream_shard.items)
    return made


def _copy_row(made: Table, values: dict[str, Any]) -> None:
    partition = made.hash_key_attr in values and DynamoType(values[made.hash_key_attr])
    rows: Any = made.items.get(partition) if partition else None
    if isinstance(rows, Item):
        made.items[partition] = cast("Any", _copy_of_item(rows))
    elif rows is not None:
        made.items[partition] = rows = dict(rows)
        sort = DynamoType(values[made.range_key_attr]) if made.range_key_attr in values else None
        if sort in rows:
            rows[sort] = _copy_of_item(rows[sort])


# Queries: of the table itself, in the one partition that is asked for.


def _in_one_partition(theirs: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(theirs)
    def query(table: Any, hash_key: DynamoType, *args: Any, **options: Any) -> Any:
        _demand_range(*args)
        if _index_of(*args, **options) or table.range_key_attr is None:
            return theirs(table, hash_key, *args, **options)
        with _only(table, list(table.items.get(hash_key, {}).values())):
            return theirs(table, hash_key, *args, **options)

    return query


def _demand_range(comparison: str | None, ends: Sequence[DynamoType], *_: Any) -> None:
    """Refuse a range whose end is before its beginning, as DynamoDB does and moto does not."""
    if comparison == "BETWEEN" and ends[0] > ends[1]:
        raise MockValidationException("The BETWEEN operator requires upper bound to be greater than or equal to lower")


def _index_of(*args: Any, index_name: str | None = None, **_: Any) -> str | None:
    return cast("str | None", args[6]) if len(args) > 6 else index_name


@contextmanager
def _only(table: Any, items: list[Item]) -> Iterator[None]:
    table.all_items = lambda: items
    try:
        yield
    finally:
        del table.all_items


# Expressions of updates: a step's treatment of a node is found once for the classes of both.


class _Kinds(dict[type, bool | None]):
    """The relevance of a node to a step by its class, or nothing for other objects."""

    def __init__(self, looked_at: tuple[type, ...]) -> None:
        super().__init__()
        self._looked_at = looked_at

    def __missing__(self, kind: type) -> bool | None:
        self[kind] = issubclass(kind, self._looked_at) if issubclass(kind, _nodes.Node) else None
        return self[kind]


_kinds_of: dict[type, _Kinds] = {}


def _traverse(step: Any, node: Any, child_id: int = -1) -> Any:
    kinds = _kinds_of.setdefault(type(step), _Kinds(step.nodes_to_be_processed()))
    return node if kinds[type(node)] is None else _traverse_node(step, kinds, node, child_id)


def _traverse_node(step: Any, kinds: _Kinds, node: Any, child_id: int) -> Any:
    parent = node.parent
    for place, child in enumerate(node.children or ()):
        step.pre_processing_of_child(node, place)
        if kinds[type(child)] is not None:
            _traverse_node(step, kinds, child, place)
    if kinds[type(node)]:
        node = step.process(node)
        node.parent = parent
        if parent:
            parent.children[child_id] = node
    return node


def _process(step: Any, node: Any) -> Any:
    if "quick_map" not in vars(step):
        step.quick_map = tuple(step._processing_map().items())
    return next((process(node) for kind, process in step.quick_map if isinstance(node, kind)), None)


#: The kinds of nodes whose children may be clauses.
_holders = _Kinds((_nodes.Expression, _nodes.UpdateExpressionFunction))


def _find_clauses(node: Any, kinds: list[type]) -> list[Any]:
    found: list[Any] = []
    for child in node.children or ():
        if type(child) in kinds:
            found.append(child)
        elif _holders[type(child)]:
            found += _find_clauses(child, kinds)
    return found


def _copy_of_tree(tree: Any) -> Any:
    return pickle.loads(pickle.dumps(tree, pickle.HIGHEST_PROTOCOL))


# Rows: weighed once when they are whole, not at each attribute.


def _init_item(item: Item, hash_key: DynamoType, range_key: DynamoType | None, attrs: dict[str, Any]) -> None:
    item.hash_key, item.range_key, item.attrs = hash_key, range_key, LimitedSizeDict()
    for name, value in attrs.items():
        dict.__setitem__(item.attrs, name, DynamoType(value))
    if item.size() > 405_000:
        raise ItemSizeTooLarge


_size_of: Any = DynamoType.size


def _size(value: DynamoType) -> int:
    held = value.value
    if value.type == "S":
        return len(held) if held.isascii() else len(held.encode())
    if value.type == "N":
        return len(held) if type(held) is str else len(str(held))
    if value.type == "M":
        return _size_of_map(held)
    return cast("int", _size_of(value))


def _size_of_map(values: dict[str, DynamoType]) -> int:
    return sum([len(name) if name.isascii() else len(name.encode()) for name in values]) + sum(
        map(_size, values.values())
    )


_cast: Any = vars(DynamoType)["cast_value"].fget


def _cast_value(value: DynamoType) -> Any:
    return value.value if value.type in _AS_IT_IS else _cast(value)


_own_attributes: Any = vars(sqs_models.Queue)["attributes"].fget


class _QueueAttributes(UserDict[str, Any]):
    """Attributes of a queue. Each message sent asks for one that doesn't count the messages that are there."""

    def __init__(self, queue: Any) -> None:
        self._queue = queue

    @cached_property
    def data(self) -> dict[str, Any]:  # type: ignore[override]
        return cast("dict[str, Any]", _own_attributes(self._queue))

    def get(self, name: str, default: Any = None) -> Any:
        if name == "ContentBasedDeduplication" and not self._queue.fifo_queue:
            return default
        return self.data.get(name, default)


def _unix_time_millis(at: datetime | None = None) -> float:
    return time.time() * 1000 if at is None else utils.unix_time_millis(at)


def _random_string(length: int = 20, include_digits: bool = True, lower_case: bool = False) -> str:
    made = "".join(random.choices(_LETTERS if include_digits else string.ascii_letters, k=length))
    return made.lower() if lower_case else made
