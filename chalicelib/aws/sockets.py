"""Open sockets of API Gateway, by the ids of their connections."""

from typing import Any

from botocore.exceptions import ClientError

from chalicelib.aws.clients import UNREACHABLE, client
from chalicelib.base.observability import log
from chalicelib.base.settings import settings

#: A frame that can't be handed over so soon is left out: the page asks for missing messages.
_SECONDS = 3
_GONE = 410


def send_frame(connection_id: str, data: bytes) -> bool:
    """Put a frame into a socket; return False if that is closed. Other failures are logged, and the frame is lost."""
    return _attempt("frame not sent", lambda api: api.post_to_connection(ConnectionId=connection_id, Data=data))


def close_socket(connection_id: str) -> None:
    """Close a socket; harmless if it is closed."""
    _attempt("socket not closed", lambda api: api.delete_connection(ConnectionId=connection_id))


def _attempt(failure: str, call: Any) -> bool:
    try:
        call(_api())
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] == _GONE:
            return False
        log("warning", failure, error=error.response["Error"]["Code"])
    except UNREACHABLE as error:
        log("warning", failure, error=type(error).__name__)
    return True


def _api() -> Any:
    # Why by its address: AWS_ENDPOINT_URL, where it is set, has no sockets.
    return client("apigatewaymanagementapi", endpoint=settings().sockets_endpoint, read_timeout=_SECONDS, attempts=1)
