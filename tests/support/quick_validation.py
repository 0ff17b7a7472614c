"""Parameters of DynamoDB checked in a tenth of botocore's time.

A check is made once for a shape, and only accepts: botocore itself judges all that it does not.
"""

from collections.abc import Callable
from typing import Any

Check = Callable[[Any], bool]

_SCALARS: dict[str, Any] = {"boolean": bool, "string": str, "blob": (bytes, bytearray), "integer": int, "long": int}


def is_valid(given: object, shape: Any) -> bool:
    """Return True if botocore surely accepts a parameter of a shape."""
    return _check_of(shape)(given)


def _check_of(shape: Any) -> Check:
    """Return the check of a shape, made at its first use: values hold values, and so do their shapes."""

    def check(given: Any) -> bool:
        made: Check | None = vars(shape).get("quick_check")
        if made is None:
            made = shape.quick_check = _MAKERS.get(shape.type_name, _of_scalar)(shape)
        return made(given)

    return check


def _of_structure(shape: Any) -> Check:
    if shape.is_document_type or shape.is_tagged_union:
        return _no
    required = tuple(shape.metadata.get("required", ()))
    members = {name: _check_of(member) for name, member in shape.members.items()}

    def check(given: Any) -> bool:
        return (
            type(given) is dict
            and all(name in given for name in required)
            and all(name in members and members[name](value) for name, value in given.items())
        )

    return check


def _of_list(shape: Any) -> Check:
    member, least = _check_of(shape.member), shape.metadata.get("min", 0)
    return lambda given: isinstance(given, list | tuple) and len(given) >= least and all(map(member, given))


def _of_map(shape: Any) -> Check:
    key, value = _check_of(shape.key), _check_of(shape.value)
    return lambda given: type(given) is dict and all(map(key, given)) and all(map(value, given.values()))


def _of_scalar(shape: Any) -> Check:
    if shape.type_name not in _SCALARS or shape.serialization:
        return _no
    kinds, least = _SCALARS[shape.type_name], shape.metadata.get("min")
    if least is None:
        return lambda given: isinstance(given, kinds)
    size: Callable[[Any], int] = len if shape.type_name == "string" else int
    return lambda given: isinstance(given, kinds) and size(given) >= least


def _no(_given: object) -> bool:
    return False


_MAKERS: dict[str, Callable[[Any], Check]] = {"structure": _of_structure, "list": _of_list, "map": _of_map}
