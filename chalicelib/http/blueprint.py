"""The typed Blueprint: a view declares parameters and result; reading, checks, errors and answers are done here.

A view's parameters are filled by name and type: path parameters as `str` (decoded), `caller: Caller` (verified), `body`
and `query` as their pydantic types. `call: Call` has the rest. It returns a pydantic model, a `Reply` with another
status or headers, or a chalice Response if the answer isn't JSON.
"""

import inspect
import json
from collections.abc import Callable, Mapping
from functools import cache
from ipaddress import ip_address, ip_network
from types import MappingProxyType
from typing import Any, Literal, NamedTuple, cast, get_type_hints
from urllib.parse import quote, unquote, urlencode

from chalice.app import Blueprint as ChaliceBlueprint
from chalice.app import Chalice, Request, Response
from pydantic import BaseModel

from chalicelib.base.encoding import NotUtf8, faithful, is_faithful
from chalicelib.base.errors import DomainError, FieldError, Findings, Invalid, TooLarge
from chalicelib.base.languages import N_, Language, preferred
from chalicelib.base.observability import alarm, log, where
from chalicelib.http.idempotency import HEADER, once
from chalicelib.http.partial import found_by
from chalicelib.http.problems import InternalError, Malformed, problem_response
from chalicelib.http.reach import lead_on, methods, to_be_sent
from chalicelib.http.reading import read_body, read_fields, read_query
from chalicelib.identity.audiences import Audience, Presented, authorize
from chalicelib.identity.model import Caller

Method = Literal["GET", "POST", "PATCH", "PUT", "DELETE"]
Headers = dict[str, str | list[str]]
#: Longer than any name of ours; DynamoDB answers keys over 1,024 bytes with an error, shorter ones with nothing.
MAX_PATH_PARAMETER = 200
MAX_IDEMPOTENCY_KEY = 200
#: Bytes of a body. Lambda takes events of 6 MB, in which each byte of a body may have become two.
MAX_BODY = 3_000_000


class Call(NamedTuple):
    """Facts of the HTTP call for a view, beside its typed parameters."""

    language: Language
    #: The address that calls are counted by: an IPv4 address, or the /64 of an IPv6 address.
    address: str
    headers: Mapping[str, str]
    base_path: str
    method: Method = "GET"
    #: Path and query below the API's address, as they were asked for.
    here: str = ""
    #: Reads the body as it came. Raises Malformed.
    sent: Callable[[], bytes] = bytes


def _program(call: Call, error: DomainError, occurrence: str | None) -> Response:
    return problem_response(error, language=call.language, instance=occurrence)


class Presentation(NamedTuple):
    """The presentation of a blueprint's answers: for programs as an API, or in pages.

    `admit` raises the refusal of a request before anything of it is looked at. Operations that are not `described` are
    for people only and have no place in the API's description.
    """

    admit: Callable[[Call], None] = lambda _: None
    language: Callable[[Mapping[str, str]], Language] = lambda headers: preferred(
        headers.get("accept-language", ""), default="en"
    )
    refuse: Callable[[Call, DomainError, str | None], Response] = _program
    described: bool = True


API = Presentation()


class Reply(NamedTuple):
    """An answer with another status than the operation's usual one, or with headers."""

    body: BaseModel | None = None
    status: int = 200
    headers: Mapping[str, str | list[str]] = MappingProxyType({})


class Sealing(NamedTuple):
    """The sealing of answers with secrets: `strip` before the idempotency record, `restore` after it."""

    strip: Callable[[dict[str, Any]], dict[str, Any]]
    restore: Callable[[dict[str, Any], Caller], dict[str, Any]]


class Operation(NamedTuple):
    """One method of one path: its view, its audience, and its description for OpenAPI."""

    method: Method
    path: str
    view: Callable[..., object]
    audience: Audience
    summary: str
    status: int
    errors: tuple[type[DomainError], ...]
    answers: Mapping[int, type[BaseModel] | None]
    idempotent: Sealing | bool
    tag: str
    #: The type of the usual answer, if it isn't JSON.
    media_type: str
    presentation: Presentation = API
    #: Finds further errors of a body or query that its types refuse in parts; takes some parameters of the view.
    check: Callable[..., object] | None = None

    @property
    def parameters(self) -> Mapping[str, Any]:
        """The view's parameters and their types."""
        return _parameters(self.view)

    @property
    def returns(self) -> Any:
        """The declared result of the view."""
        return get_type_hints(self.view).get("return")


@cache
def _parameters(view: Callable[..., object]) -> Mapping[str, Any]:
    """Return the parameters of a view and their types. Why: found by the first request, since importing is cheap."""
    hints = get_type_hints(view)
    return {name: hints[name] for name in inspect.signature(view).parameters}


#: Every operation of the API, in the order of their registration; OpenAPI is made of it.
OPERATIONS: list[Operation] = []


class Blueprint(ChaliceBlueprint):
    """Chalice's Blueprint with `operation` in place of `route`."""

    def __init__(self, import_name: str, *, presentation: Presentation = API, tag: str = "") -> None:
        """Create a blueprint. `tag` groups its operations in OpenAPI; the name of its package by default."""
        super().__init__(import_name)
        self._presentation = presentation
        self._tag = tag or import_name.split(".")[-2:][0]
        self.operations: list[Operation] = []

    def register(self, app: Chalice, options: dict[str, Any]) -> None:
        """Register the operations with an app, and list them in OPERATIONS."""
        super().register(app, options)
        OPERATIONS.extend(self.operations)

    def operation(
        self,
        method: Method,
        path: str,
        *,
        audience: Audience,
        summary: str,
        status: int = 200,
        errors: tuple[type[DomainError], ...] = (),
        answers: Mapping[int, type[BaseModel] | None] | None = None,
        idempotent: Sealing | bool = False,
        media_type: str = "application/json",
        check: Callable[..., object] | None = None,
    ) -> Callable[[Callable[..., object]], Callable[..., object]]:
        """Register a view. `errors` are those of its use case; `answers` those beside the usual one, by status.

        `check` raises the use case's refusals as Invalid. It gets the readable parts of a wrong body (without one, of
        the query): an unreadable field is None, or its default or example. It takes some of the view's parameters and
        changes nothing.
        """

        def register(view: Callable[..., object]) -> Callable[..., object]:
            operation = Operation(
                method=method,
                path=path,
                view=view,
                audience=audience,
                summary=summary,
                status=status,
                errors=errors,
                answers=answers or {},
                idempotent=idempotent,
                tag=self._tag,
                media_type=media_type,
                presentation=self._presentation,
                check=check,
            )
            self.operations.append(operation)

            def endpoint(**path_parameters: str) -> Response:
                request, context = self.current_request, self.current_app.lambda_context
                return to_be_sent(request, _answer(operation, request, path_parameters, context))

            endpoint.__name__ = view.__name__
            # Without content types chalice leaves the check to us, which answers as a problem.
            self.route(path, methods=methods(method), content_types=[], name=view.__name__)(endpoint)
            return view

        return register


def _answer(operation: Operation, request: Request, path_parameters: Mapping[str, str], context: Any) -> Response:
    call, presentation = _call(operation, request, path_parameters), operation.presentation
    occurrence = getattr(context, "aws_request_id", None)
    try:
        presentation.admit(call)
        if to := lead_on(operation.method, operation.media_type, operation.path, path_parameters, request):
            return to
        _demand_size(operation, request)
        known = {name: _path_parameter(value) for name, value in path_parameters.items()}
        caller = authorize(operation.audience, _presented(request, known, call))
        return _respond(operation, request, known, caller, call, context)
    except DomainError as error:
        log("info", "refused", route=operation.path, method=operation.method, error=type(error).__name__)
        return presentation.refuse(call, error, occurrence)
    except Exception as error:
        alarm(
            "unhandled", route=operation.path, method=operation.method, error=type(error).__name__, stack=where(error)
        )
        message = N_("Something went wrong on our side. Try again; if it stays, tell support this number.")
        return presentation.refuse(call, InternalError(message), occurrence)


def _demand_size(operation: Operation, request: Request) -> None:
    """Raise TooLarge, before anything is read or asked for it, for a body that no operation takes."""
    takes_one = {"body", "form"} & operation.parameters.keys()
    if takes_one and len(_raw_body(request)) > MAX_BODY:
        message = N_("The body of a call can have {limit} MB. Photos go to the address that an upload's form names.")
        raise TooLarge(message, limit=MAX_BODY // 1_000_000)


def _raw_body(request: Request) -> bytes:
    try:
        return cast("bytes", request.raw_body or b"")
    except UnicodeEncodeError as error:  # half a surrogate pair
        raise Malformed(N_("The body is not text in UTF-8. Encode it so, and send it again.")) from error


def _presented(request: Request, known: Mapping[str, str], call: Call) -> Presented:
    return Presented(
        headers=request.headers,
        query=request.query_params or {},
        parameters=known,
        address=call.address,
        body=lambda: _raw_body(request),
    )


def _once_key(operation: Operation, request: Request, caller: Caller | None) -> str:
    """Return the name of the caller's intention; empty if there is none."""
    if not operation.idempotent or caller is None:
        return ""
    if operation.audience.intention is not None:
        return operation.audience.intention.name(request.headers, caller)
    key: str = request.headers.get("idempotency-key", "")
    if not is_faithful(key):
        raise Invalid([FieldError("#Idempotency-Key", N_("Must be text in UTF-8."))])
    if len(key) > MAX_IDEMPOTENCY_KEY:
        raise Invalid(
            [
                FieldError(
                    "#Idempotency-Key",
                    N_("Must have at most {max_length} characters."),
                    {"max_length": MAX_IDEMPOTENCY_KEY},
                )
            ]
        )
    return key


def _respond(
    operation: Operation,
    request: Request,
    known: Mapping[str, str],
    caller: Caller | None,
    call: Call,
    context: Any,
) -> Response:
    found = Findings()
    arguments: dict[str, Any] = {"caller": caller, "call": call, **known}
    checked = "body" if "body" in operation.parameters else "query"
    check = _check(operation, checked, dict(arguments))
    sources: dict[str, Callable[[Any], object]] = {
        "body": lambda kind: read_body(kind, request, check=check),
        "form": lambda kind: read_fields(kind, request),
        "query": lambda kind: read_query(kind, request, check=check),
    }
    for name, kind in operation.parameters.items():
        if name not in arguments:
            with found:
                arguments[name] = sources[name](kind)
    key = found.attempt(lambda: _once_key(operation, request, caller), otherwise="")
    if found.errors and checked in arguments:
        found.add(found_by(check, arguments[checked]))
    found.demand_none()
    arguments = {name: arguments[name] for name in operation.parameters}
    if not key or caller is None:
        return _response(operation, operation.view(**arguments))
    return _once(operation, caller, key=key, arguments=arguments, context=context)


def _check(operation: Operation, checked: str, arguments: Mapping[str, Any]) -> Callable[[Any], object]:
    """Return the operation's check of its body or query (`checked`), given its other arguments."""
    check = operation.check
    if check is None:
        return lambda _: None
    wanted = inspect.signature(check).parameters
    given = {name: value for name, value in arguments.items() if name in wanted}
    return lambda read: check(**given, **{checked: read})


def _once(operation: Operation, caller: Caller, *, key: str, arguments: dict[str, Any], context: Any) -> Response:
    sealing = operation.idempotent
    fresh: list[dict[str, Any]] = []

    def run() -> dict[str, Any]:
        reply = _reply(operation, operation.view(**arguments))
        answer = json.loads(reply.body.model_dump_json()) if reply.body is not None else {}
        fresh.append({"status": reply.status, "headers": reply.headers, "body": answer})
        stored = sealing.strip(answer) if isinstance(sealing, Sealing) else answer
        return {"status": reply.status, "headers": dict(reply.headers), "body": stored}

    said = {name: value for name, value in arguments.items() if isinstance(value, str)}
    if "body" in arguments:
        said["body"] = arguments["body"].model_dump(mode="json")
    scoped = f"{_asking(caller)}:{operation.method} {operation.path}:{key}"
    header = operation.audience.intention.header if operation.audience.intention else HEADER
    kept = once(key=scoped, body=said, context=context, run=run, header=header)
    answer = fresh[0] if fresh else kept
    if not fresh and isinstance(sealing, Sealing):
        answer = {**kept, "body": sealing.restore(kept["body"], caller)}
    return Response(
        body=json.dumps(answer["body"], ensure_ascii=False),
        status_code=int(answer["status"]),
        headers={"Content-Type": "application/json", "Cache-Control": "no-store", **answer["headers"]},
    )


def _asking(caller: Caller) -> str:
    """Return the name of those who share intentions: a person alone, all back-ends of an account together.

    Why: a person's answers are for nobody else. Back-ends change their keys between two calls of one intention.
    """
    if caller.key_id:
        return caller.account_id
    return f"{caller.account_id}:{caller.user_id or caller.actor}"


def _path_parameter(raw: str) -> str:
    """Return a decoded part of a path. One that is no text is returned as sent: no object has such a name."""
    try:
        return faithful(unquote(raw, errors="strict"))[:MAX_PATH_PARAMETER]
    except (UnicodeDecodeError, NotUtf8):
        return quote(raw, safe="%", errors="surrogatepass")[:MAX_PATH_PARAMETER]


def _call(operation: Operation, request: Request, path_parameters: Mapping[str, str]) -> Call:
    query = urlencode(list((request.query_params or {}).items()), errors="surrogatepass")
    path = operation.path.format_map(path_parameters)
    return Call(
        language=operation.presentation.language(request.headers),
        address=_counted_by((request.context.get("identity") or {}).get("sourceIp", "")),
        headers=request.headers,
        base_path=request.context.get("path", ""),
        method=operation.method,
        here=f"{path}?{query}" if query else path,
        sent=lambda: _raw_body(request),
    )


def _counted_by(source: str) -> str:
    """Return the key by which an address is counted: of IPv6 the /64, from which each household can choose."""
    try:
        address = ip_address(source)
    except ValueError:
        return source
    if address.version == 4 or address.ipv4_mapped:  # noqa: PLR2004
        return source
    return str(ip_network((address, 64), strict=False))


def _reply(operation: Operation, result: object) -> Reply:
    if isinstance(result, Reply):
        return result
    return Reply(body=cast("BaseModel | None", result), status=operation.status)


def _response(operation: Operation, result: object) -> Response:
    if isinstance(result, Response):
        return result
    reply = _reply(operation, result)
    headers: Headers = {"Cache-Control": "no-store", **reply.headers}
    if reply.body is None:
        return Response(body="", status_code=reply.status, headers=headers)
    headers["Content-Type"] = "application/json"
    return Response(body=reply.body.model_dump_json(), status_code=reply.status, headers=headers)
