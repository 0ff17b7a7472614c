"""A forward proxy that compresses answers like API Gateway (`minimum_compression_size`): the emulator sends them
plain.
"""

import gzip
import http.client
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler
from urllib.parse import urlsplit

from infra.system.chalice_settings import MINIMUM_COMPRESSION_BYTES

_HOP_BY_HOP = {"connection", "proxy-connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}
_TEXTS = ("text/", "application/json", "image/svg")
#: zlib's own choice, which API Gateway's answers look like.
LEVEL = 6


@contextmanager
def gzip_hop() -> Iterator[str]:
    """Run the proxy on a free port; yield its address."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def log_message(self, *_: object) -> None:
            """Log nothing."""

        def handle_one_request(self) -> None:
            self.raw_requestline = self.rfile.readline(65537)
            self.close_connection = True
            if self.raw_requestline and self.parse_request():
                with suppress(ConnectionError):  # a page that is closed waits for nothing more
                    _pass_on(self, MINIMUM_COMPRESSION_BYTES)

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        block_on_close = False

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}"
        finally:
            server.shutdown()
            thread.join()


def _pass_on(browser: BaseHTTPRequestHandler, least: int) -> None:
    """Bring a request to its server, and the answer back, compressed if it is a text that is long enough."""
    body = browser.rfile.read(int(browser.headers.get("Content-Length") or 0))
    parts = urlsplit(browser.path)
    kept = {name: value for name, value in browser.headers.items() if name.lower() not in _HOP_BY_HOP}
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=60)
    try:
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request(browser.command, target, body or None, {**kept, "Accept-Encoding": "identity"})
        answer = connection.getresponse()
        content = answer.read()
    except OSError:
        browser.close_connection = True
        return
    finally:
        connection.close()
    browser.send_response(answer.status)
    for name, value in answer.getheaders():
        if name.lower() not in _HOP_BY_HOP:
            browser.send_header(name, value)
    if len(content) >= least and answer.getheader("Content-Type", "").startswith(_TEXTS):
        content = gzip.compress(content, LEVEL)
        browser.send_header("Content-Encoding", "gzip")
    browser.send_header("Content-Length", str(len(content)))
    browser.end_headers()
    browser.wfile.write(content)
