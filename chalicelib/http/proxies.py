"""Proxy resources: one greedy resource of API Gateway passes on all that is below a path, and we route it.

API Gateway has 300 resources for one API. A request that finds no route here is answered as API Gateway answers one
that finds no resource (infra/template.yaml).
"""

from collections.abc import Collection, Mapping
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.http.problems import MEDIA_TYPE, problem

#: The part of a proxy resource's path for the rest, and its name among the path parameters.
REST, _NAME = "{proxy+}", "proxy"


def asked_path(event: Mapping[str, Any]) -> str:
    """Return the path of a request: its resource or, of a proxy resource, the path below it.

    Encoded as API Gateway encodes path parameters; without the slash at the end, which API Gateway ignores, too.
    """
    resource = event.get("requestContext", {}).get("resourcePath") or ""
    if not resource.endswith(REST):
        return str(resource)
    rest: str = event["pathParameters"][_NAME]
    return resource.removesuffix(REST) + rest.rstrip("/")


def routed(event: Mapping[str, Any], path: str, routes: Mapping[str, Collection[str]]) -> Mapping[str, Any] | None:
    """Return an event as a resource of its own would have sent it; None without a route of its method."""
    context = event.get("requestContext", {})
    if not (context.get("resourcePath") or "").endswith(REST):
        return event
    route = find_route(path, routes)
    if route is None or context["httpMethod"] not in routes[route]:
        return None
    return {
        **event,
        "resource": route,
        "pathParameters": _parameters(route, path) or None,
        "requestContext": {**context, "resourcePath": route},
    }


def find_route(path: str, routes: Collection[str]) -> str | None:
    """Return the route of a path, as API Gateway would: a part that is written out goes before a parameter."""
    parts = path.split("/")
    fitting = (route for route in routes if _fits(parts, route.split("/")))
    return min(fitting, key=lambda route: [_is_name(part) for part in route.split("/")], default=None)


def nothing_here(event: Mapping[str, Any], context: Any) -> Response:
    """Return API Gateway's answer for a path that it doesn't know."""
    error = NotFound("There is nothing at this address for this method.")
    body = problem(error, language="en", instance=getattr(context, "aws_request_id", None))
    is_head = event["requestContext"]["httpMethod"] == "HEAD"
    headers: dict[str, str | list[str]] = {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store"}
    return Response(body="" if is_head else body, status_code=404, headers=headers)


def _fits(parts: list[str], route: list[str]) -> bool:
    return len(parts) == len(route) and all(
        wanted == part or (part and _is_name(wanted)) for part, wanted in zip(parts, route, strict=True)
    )


def _parameters(route: str, path: str) -> dict[str, str]:
    pairs = zip(route.split("/"), path.split("/"), strict=True)
    return {name[1:-1]: part for name, part in pairs if _is_name(name)}


def _is_name(part: str) -> bool:
    return part.startswith("{")
