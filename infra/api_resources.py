"""The resources of API Gateway in a rendered template: one greedy child stands for all that is behind a proxy."""

from collections.abc import Collection, Mapping
from typing import Any

from chalicelib.http.proxies import REST

#: The highest number of an API's resources; AWS's default is 300.
LIMIT = 280


def collapsed(template: dict[str, Any], proxies: Collection[str]) -> dict[str, Any]:
    """Return the template with a proxy resource in place of each path behind it; others stay."""
    definition = template["Resources"]["RestAPI"]["Properties"]["DefinitionBody"]
    paths: dict[str, Any] = {}
    for path, methods in definition["paths"].items():
        proxy = next((each for each in proxies if path.startswith(f"{each}/")), None)
        if proxy is None:
            paths[path] = methods
        else:
            passed = {name: {**method, "parameters": _PARAMETERS} for name, method in methods.items()}
            paths.setdefault(f"{proxy}/{REST}", {}).update(passed)
    definition["paths"] = paths
    return template


def resources_of(paths: Collection[str]) -> frozenset[str]:
    """Return the resources that paths need: API Gateway has one for each part of a path, and the root."""
    parts = (path.strip("/").split("/") for path in paths)
    return frozenset("/" + "/".join(each[:length]) for each in parts for length in range(len(each) + 1))


_PARAMETERS: list[Mapping[str, Any]] = [{"name": "proxy", "in": "path", "required": True, "type": "string"}]
