"""A local endpoint that answers as AWS does when things go wrong, and records its calls."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Endpoint:
    """`answer` is (status, headers, body), or "hang" (no answer until the end), or "drop" (close without one)."""

    answer: tuple[int, dict[str, str], bytes] | str = "drop"
    url: str = ""
    requests: list[str] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def endpoint() -> Iterator[Endpoint]:
    """Serve on a free port of this machine until the block ends."""
    state = Endpoint()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers.get("Content-Length", 0))
            state.requests.append(self.rfile.read(length).decode())
            self.close_connection = True
            if state.answer == "hang":
                state.released.wait(30)
            elif not isinstance(state.answer, str):
                status, headers, body = state.answer
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = False
    state.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield state
    finally:
        state.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def sns_error(status: int, code: str, message: str) -> tuple[int, dict[str, str], bytes]:
    """Return an error as SNS's query protocol writes it."""
    body = (
        '<ErrorResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><Error><Type>Sender</Type>'
        f"<Code>{code}</Code><Message>{message}</Message></Error><RequestId>1</RequestId></ErrorResponse>"
    )
    return status, {"Content-Type": "text/xml"}, body.encode()


def ses_error(status: int, code: str, message: str) -> tuple[int, dict[str, str], bytes]:
    """Return an error as SES v2's REST-JSON protocol writes it."""
    headers = {"Content-Type": "application/json", "x-amzn-ErrorType": code}
    return status, headers, json.dumps({"message": message}).encode()
