"""Proxy resources: one greedy resource of API Gateway passes on all that is below a path, and we route it.

API Gateway has 300 resources for one API. A request that finds no route here goes to the route for unknown addresses
(`<proxy>/{unknown}`), which shows people a page. Without one, it is answered as API Gateway answers a request that
finds no resource (infra/template.yaml).
"""

from collections.abc import Collection, Mapping
from typing import Any

from chalice.app import Response

from chalicelib.base.errors import NotFound
from chalicelib.http.problems import MEDIA_TYPE, problem

#: The part of a proxy resource's path for the rest, and its name among the path parameters.
REST, _NAME = "{proxy+}", "proxy"
#: The last part of the route for addresses without one of their own: it has their whole path below the proxy.
UNKNOWN, _UNKNOWN_NAME = "{unknown}", "unknown"


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
    resource, method = context.get("resourcePath") or "", context.get("httpMethod")
    if not resource.endswith(REST):
        return event
    route = find_route(path, routes)
    if route is not None and method in routes[route]:
        return _sent_to(route, _parameters(route, path), event)
    unknown = resource.replace(REST, UNKNOWN)
    if method not in routes.get(unknown, ()):
        return None
    return _sent_to(unknown, {_UNKNOWN_NAME: path.removeprefix(resource.removesuffix(REST))}, event)


def find_route(path: str, routes: Collection[str]) -> str | None:
    """Return the route of a path, as API Gateway would: a part that is written out goes before a parameter.

    The route for unknown addresses is none of a path's own.
    """
    parts = path.split("/")
    own = (route for route in routes if not route.endswith(UNKNOWN))
    fitting = (route for route in own if _fits(parts, route.split("/")))
    return min(fitting, key=lambda route: [_is_name(part) for part in route.split("/")], default=None)


def nothing_here(event: Mapping[str, Any], context: Any) -> Response:
    """Return API Gateway's answer for a path that it doesn't know."""
    error = NotFound("There is nothing at this address for this method.")
    body = problem(error, language="en", instance=getattr(context, "aws_request_id", None))
    is_head = event["requestContext"]["httpMethod"] == "HEAD"
    headers: dict[str, str | list[str]] = {"Content-Type": MEDIA_TYPE, "Cache-Control": "no-store"}
    return Response(body="" if is_head else body, status_code=404, headers=headers)


def _sent_to(route: str, parameters: Mapping[str, str], event: Mapping[str, Any]) -> Mapping[str, Any]:
    return {
        **event,
        "resource": route,
        "pathParameters": parameters or None,
        "requestContext": {**event["requestContext"], "resourcePath": route},
    }


def _fits(parts: list[str], route: list[str]) -> bool:
    return len(parts) == len(route) and all(
        wanted == part or (part and _is_name(wanted)) for part, wanted in zip(parts, route, strict=True)
    )


def _parameters(route: str, path: str) -> dict[str, str]:
    pairs = zip(route.split("/"), path.split("/"), strict=True)
    return {name[1:-1]: part for name, part in pairs if _is_name(name)}


def _is_name(part: str) -> bool:
    return part.startswith("{")
