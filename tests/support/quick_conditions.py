"""Conditions of DynamoDB, read once for each text: our code has few, and moto reads each again for each call."""

from functools import cache
from typing import Any

from moto.dynamodb.comparisons import AttributeValue, ConditionExpressionParser, OpDefault

_parser: Any = ConditionExpressionParser


class _Names(dict[str, str]):
    """Stands for the values of a call: each is its own name."""

    def __missing__(self, name: str) -> str:
        return name


@cache
def _tree(expression: str, names: frozenset[tuple[str, str]]) -> tuple[Any, tuple[str, ...], tuple[str, ...]]:
    """Return the tree of a condition, the names in it and the names of its values, as moto finds them."""
    parser = _parser(expression, dict(names), _Names())
    nodes = parser._parse_paths(parser._lex_condition_expression())
    for step in ("functions", "comparator", "in", "between", "parens_and_booleans"):
        nodes = getattr(parser, f"_apply_{step}")(nodes)
    parser._assert_no_redundant_parentheses(nodes[0])
    return nodes[0], tuple(parser._find_literals(nodes[0])), tuple(parser._find_expr_attr_values(nodes[0]))


def parse(parser: Any) -> Any:
    """Return the condition of a parser, with the values of its call."""
    if not parser.condition_expression:
        return OpDefault(None, None)  # type: ignore[arg-type]
    names = frozenset((parser.expression_attribute_names or {}).items())
    tree, named, valued = _tree(parser.condition_expression, names)
    parser.expr_attr_names_found.extend(named)
    parser.expr_attr_values_found.extend(valued)
    return parser._make_op_condition(tree)


_own_operand = _parser._make_operand


def make_operand(parser: Any, node: Any) -> Any:
    """Return an operand of a condition: a value is the one of the call."""
    if node.kind == parser.Kind.EXPRESSION_ATTRIBUTE_VALUE:
        return AttributeValue(parser.expression_attribute_values[node.text])
    return _own_operand(parser, node)
