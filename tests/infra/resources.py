"""Reads the merged template: its functions, its resources by kind and by name."""

from collections.abc import Iterator
from typing import Any

from infra import system
from tests.infra.conftest import Template

FUNCTIONS = {function.logical: function.name for function in system.FUNCTIONS}


def of_type(template: Template, kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, resource in template["Resources"].items():
        if resource["Type"] == kind:
            yield name, resource["Properties"]


def the(template: Template, name: str) -> dict[str, Any]:
    properties: dict[str, Any] = template["Resources"][name]["Properties"]
    return properties


def keys_of(schema: list[dict[str, str]]) -> list[str]:
    return [part["AttributeName"] for part in schema]
