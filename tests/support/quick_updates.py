"""Updates of whole attributes without a tree: nearly all of ours set, remove or count up attributes by their names.

A plan is made once for a text. It is followed if moto surely accepts the call: moto itself judges all others.
"""

import re
from functools import cache
from typing import Any, NamedTuple

from moto.dynamodb import models
from moto.dynamodb.models.dynamo_type import DynamoType, Item

_CLAUSES = re.compile(r"\b(SET|REMOVE|ADD)\s")
_ACTIONS = {
    "SET": re.compile(r"\s*(#\w+)\s*=\s*(:\w+)\s*"),
    "REMOVE": re.compile(r"\s*(#\w+)()\s*"),
    "ADD": re.compile(r"\s*(#\w+)\s+(:\w+)\s*"),
}
_modules: Any = models
_own_make: Any = _modules.UpdateExpressionParser.make
_own_validator, _own_executor = _modules.UpdateExpressionValidator, _modules.UpdateExpressionExecutor


class _Action(NamedTuple):
    """An action on one attribute, by placeholders."""

    verb: str
    name: str
    value: str


class _Planned:
    """A validated update: the new values by attribute, None for one that goes. It has the methods of moto's trees."""

    def __init__(self, values: dict[str, DynamoType | None]) -> None:
        self._values = values
        self.item: Any = None

    def validate(self) -> "_Planned":
        return self

    def normalize(self) -> None:
        """Do nothing: no attribute is named twice."""

    def execute(self) -> None:
        for name, value in self._values.items():
            if value is None:
                self.item.attrs.pop(name, None)
            else:
                self.item.attrs[name] = value


@cache
def make(expression: str) -> Any:
    """Return moto's tree of an expression, which keeps the plan."""
    tree = _own_make(expression)
    tree.quick_plan = _plan(expression)
    return tree


def _plan(expression: str) -> list[_Action]:
    """Return the actions of an expression; none if it does anything else."""
    before, *parts = _CLAUSES.split(expression)
    verbs, bodies = parts[::2], parts[1::2]
    if before.strip() or len(set(verbs)) < len(verbs):
        return []
    found = [
        (verb, _ACTIONS[verb].fullmatch(each))
        for verb, body in zip(verbs, bodies, strict=True)
        for each in body.split(",")
    ]
    return [_Action(verb, match[1], match[2]) for verb, match in found if match] if all(m for _, m in found) else []


def validator(tree: Any, **call: Any) -> Any:
    """Return a validator of an update, as moto's class does."""
    planned = _planned(tree.quick_plan, call)
    return _own_validator(tree, **call) if planned is None else planned


def executor(tree: Any, item: Item, names: dict[str, str]) -> Any:
    """Return an executor of a validated update, as moto's class does."""
    if not isinstance(tree, _Planned):
        return _own_executor(tree, item, names)
    tree.item = item
    return tree


def _planned(plan: list[_Action], call: dict[str, Any]) -> _Planned | None:
    names, values = call["expression_attribute_names"] or {}, call["expression_attribute_values"] or {}
    made: dict[str, DynamoType | None] = {}
    for action in plan:
        name, value = names.get(action.name), values.get(action.value)
        if name is None or name in made or name in call["table"].table_key_attrs or bool(action.value) > bool(value):
            return None
        made[name] = DynamoType(value) if value else None
        if action.verb == "ADD":
            made[name] = _sum(call["item"].attrs.get(name), made[name])
        if (action.verb == "ADD" and made[name] is None) or not _fits(made[name], name, call["table"]):
            return None
    return _Planned(made) if made else None


def _sum(present: DynamoType | None, more: DynamoType | None) -> DynamoType | None:
    """Return a sum of numbers, or None for others."""
    kinds = {each.type for each in (present, more) if each is not None}
    if more is None or kinds != {"N"}:
        return None
    return (DynamoType({"N": "0"}) if present is None else present) + more


def _fits(value: DynamoType | None, name: str, table: Any) -> bool:
    """Return True if an attribute of an index may have a value."""
    kind = next((each["AttributeType"] for each in table.attr if each["AttributeName"] == name), None)
    return value is None or kind is None or (value.type == kind and bool(value.value))
