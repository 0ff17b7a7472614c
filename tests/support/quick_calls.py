"""Calls of DynamoDB without HTTP between botocore and moto: no address, signature, request or response is made.

botocore still validates and writes the call's parameters, moto still reads them, and botocore reads moto's answer. A
call goes the whole way if a test listens to requests, or if its answer is one to try again after.
"""

import os
from typing import Any

from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.exceptions import ParamValidationError
from botocore.parsers import ResponseParserFactory
from botocore.retries.standard import ThrottledRetryableChecker
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse
from moto.core.exceptions import ServiceException
from moto.core.models import DEFAULT_ACCOUNT_ID, botocore_stubber
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.responses import ActionResult
from moto.core.utils import camelcase_to_underscores
from moto.dynamodb.responses import DynamoHandler
from werkzeug.exceptions import HTTPException

from tests.support.quick_validation import is_valid

_AGAIN = frozenset(ThrottledRetryableChecker._THROTTLED_ERROR_CODES)  # type: ignore[attr-defined]
_client: Any = BaseClient
_stubber: Any = BotocoreStubber
_whole_way, _process = _client._make_api_call, _stubber.process_request
_parser: Any = ResponseParserFactory().create_parser("json")


#: Operations on items: moto is handed their parameters, and botocore moto's answer, without JSON between them.
_OF_ITEMS = frozenset(
    {
        "GetItem",
        "PutItem",
        "UpdateItem",
        "DeleteItem",
        "Query",
        "Scan",
        "BatchGetItem",
        "BatchWriteItem",
        "TransactGetItems",
        "TransactWriteItems",
    }
)


class _Call:
    """A call in place of a request: its operation, its parameters and its place."""

    def __init__(self, client: Any, operation: Any, given: dict[str, Any]) -> None:
        self.operation, self.given, self.body, self.headers = operation, given, None, {}
        self.region, self.partition = client.meta.region_name, client.meta.partition
        if operation.name in _OF_ITEMS:
            if is_valid(given, operation.input_shape):
                return
            report = client._serializer._param_validator.validate(given, operation.input_shape)
            if report.has_errors():
                raise ParamValidationError(report=report.generate_report())
        else:
            request = client._serializer.serialize_to_request(given, operation)
            self.body, self.headers = request["body"], request["headers"]


def make_api_call(client: Any, name: str, parameters: dict[str, Any]) -> Any:
    """Call an operation as botocore's `_make_api_call` does."""
    if not _is_quick(client, name):
        return _whole_way(client, name, parameters)
    operation, context = client._service_model.operation_model(name), {"client_config": client.meta.config}
    given = client._emit_api_params(api_params=parameters, operation_model=operation, context=context)
    http, parsed = _answer(client, _Call(client, operation, given))
    code = parsed.get("Error", {}).get("Code")
    if http.status_code >= 500 or code in _AGAIN:
        return _whole_way(client, name, parameters)
    client.meta.events.emit(
        f"after-call.dynamodb.{name}", http_response=http, parsed=parsed, model=operation, context=context
    )
    if http.status_code >= 300:
        raise client.exceptions.from_code(code)(parsed, name)
    return parsed


def _is_quick(client: Any, name: str) -> bool:
    meta = client.meta
    if meta.service_model.service_name != "dynamodb" or not botocore_stubber.enabled or "MOTO_ACCOUNT_ID" in os.environ:
        return False
    listening = meta.events._emitter._handlers.prefix_search(f"before-send.dynamodb.{name}")
    return meta.endpoint_url == f"https://dynamodb.{meta.region_name}.amazonaws.com" and list(listening) == [
        botocore_stubber
    ]


def _answer(client: Any, call: _Call) -> tuple[Any, dict[str, Any]]:
    status, headers, body = botocore_stubber.process_request(call)  # type: ignore[arg-type, misc]
    if isinstance(body, dict):
        http = AWSResponse(client.meta.endpoint_url, status, headers, None)  # type: ignore[arg-type]
        metadata = {"HTTPStatusCode": status, "HTTPHeaders": headers, "RetryAttempts": 0}
        return http, {**body, "ResponseMetadata": metadata}
    http = AWSResponse(client.meta.endpoint_url, status, headers, MockRawResponse(body))  # type: ignore[arg-type]
    answer = {
        "headers": http.headers,
        "status_code": status,
        "body": http.content,
        "context": {"operation_name": call.operation.name},
    }
    parsed = _parser.parse(answer, call.operation.output_shape)
    if status >= 300:
        client._endpoint._add_modeled_error_fields(answer, parsed, call.operation, _parser)
    parsed["ResponseMetadata"]["RetryAttempts"] = 0
    return http, parsed


def process_request(stubber: Any, request: Any) -> Any:
    """Answer a call by moto's handler of DynamoDB, and a request as moto does."""
    if not isinstance(request, _Call):
        return _process(stubber, request)
    handler: Any = DynamoHandler()
    handler.headers, handler.querystring, handler.method, handler.uri_match = request.headers, {}, "POST", {}
    handler.region, handler.partition, handler.current_account = request.region, request.partition, DEFAULT_ACCOUNT_ID
    handler.response_headers = {"server": "amazon.com"}
    return _of_items(handler, request) if request.operation.name in _OF_ITEMS else _handled(handler, request)


def _of_items(handler: Any, call: _Call) -> Any:
    handler.params = handler.body = _copied(call.given)
    handler.headers = {"X-Amz-Target": f"DynamoDB_20120810.{call.operation.name}"}
    try:
        result = getattr(handler, camelcase_to_underscores(call.operation.name))()
    except ServiceException as error:
        return handler.serialized(ActionResult(error))
    except HTTPException as error:
        return error.code, dict(error.get_headers()), error.description
    found = result.result
    for capacity in found.get("ConsumedCapacity") or () if call.operation.name.startswith("Batch") else ():
        capacity["CapacityUnits"] = float(capacity["CapacityUnits"])
    return 200, {}, {name: found[name] for name in call.operation.output_shape.members if found.get(name) is not None}


def _copied(given: Any) -> Any:
    """Copy parameters as moto reads them from JSON."""
    if isinstance(given, dict):
        return {name: _copied(each) for name, each in given.items()}
    if isinstance(given, list | tuple):
        return [_copied(each) for each in given]
    return given


def _handled(handler: Any, call: _Call) -> Any:
    parser: Any = PROTOCOL_PARSERS["json"](call.operation, map_type=handler.PROTOCOL_PARSER_MAP_TYPE)
    handler.params = parser.parse({"headers": call.headers, "body": call.body})
    return handler.call_action()
