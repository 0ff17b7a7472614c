"""A receiver of Osmotr's events, to be read and copied: `python -m infra.receiver --secret whsec_… --state seen.db`.

It has all duties of a receiver, in about a hundred lines, and needs nothing but `pip install standardwebhooks`:

1. verify: who sent it (the signature, over the bytes as they came) and when (five minutes either way);
2. once: the same event may come again, so the ids of those that came are kept, and a restart remembers them;
3. order: events overtake each other, so the highest version of each entity is kept, and older ones are left aside;
4. answer 2xx at once, but only after the event is stored: an unanswered event comes again.

It prints one line for each event: its type, its entity, and whether it is news.
"""

import argparse
import json
import os
import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from standardwebhooks import Webhook, WebhookVerificationError

#: No event is longer; more is not read.
MAX_BYTES = 64 * 1024
#: The field of an event's data that names the entity whose version it has, by the first part of its type.
ENTITIES = {"photo_request": "request_id", "photo": "photo_id", "case": "case_id", "endpoint": "endpoint_id"}
TABLES = """
    CREATE TABLE IF NOT EXISTS seen (id TEXT PRIMARY KEY, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP);
    CREATE TABLE IF NOT EXISTS latest (entity TEXT PRIMARY KEY, version INTEGER NOT NULL, event TEXT NOT NULL);
"""


class Inbox:
    """Received events, in a SQLite file; use your own database in its place."""

    def __init__(self, path: Path) -> None:
        self._path = path
        with closing(self._open()) as database:
            database.executescript(TABLES)

    def take(self, event_id: str, event: dict[str, Any]) -> str:
        """Store an event. Returns `new`, `older` (than the known state of its entity) or `again` (it came before)."""
        data = event["data"]
        entity = str(data.get(ENTITIES.get(event["type"].split(".")[0], ""), ""))
        # One transaction: all of it is stored, or nothing is, and then the event comes again.
        with closing(self._open()) as database, database:
            database.execute("BEGIN IMMEDIATE")
            if not database.execute("INSERT OR IGNORE INTO seen (id) VALUES (?)", (event_id,)).rowcount:
                return "again"
            newest = database.execute(
                "INSERT INTO latest VALUES (?, ?, ?) ON CONFLICT (entity) DO UPDATE"
                " SET version = excluded.version, event = excluded.event WHERE excluded.version > version",
                (entity, data.get("version", 0), json.dumps(event)),
            ).rowcount
            # Put your own work here, in the same transaction, if it is quick; if not, into a queue of yours.
            return "new" if newest else "older"

    def latest(self, entity: str) -> dict[str, Any] | None:
        """Return the newest event of an entity, by its id; None if there was none."""
        with closing(self._open()) as database:
            found = database.execute("SELECT event FROM latest WHERE entity = ?", (entity,)).fetchone()
        return json.loads(found[0]) if found else None

    def _open(self) -> sqlite3.Connection:
        return sqlite3.connect(self._path, timeout=5)


class Receiver(ThreadingHTTPServer):
    """The server: `secrets` are those that may have signed, two while one is replaced by another."""

    daemon_threads = True

    def __init__(
        self, address: tuple[str, int], *, secrets: Sequence[str], inbox: Inbox, tell: Callable[[str], None]
    ) -> None:
        super().__init__(address, Handler)
        self.secrets = secrets
        self.inbox = inbox
        self.tell = tell

    def verified(self, headers: dict[str, str], body: bytes) -> dict[str, Any] | None:
        """Return the event if one of the secrets signed it within five minutes from now; None if not."""
        for secret in self.secrets:
            try:
                event: dict[str, Any] = Webhook(secret).verify(body, headers)
            except (WebhookVerificationError, ValueError):  # not this one's signature, too old, or no JSON
                continue
            return event
        return None


class Handler(BaseHTTPRequestHandler):
    """One call."""

    server: Receiver
    timeout = 10

    def do_POST(self) -> None:
        """Verify, store, answer, in this order."""
        length = self.headers.get("content-length", "")
        if not length.isdigit() or int(length) > MAX_BYTES:
            return self._answer(413)
        body = self.rfile.read(int(length))
        headers = {name.lower(): value for name, value in self.headers.items()}
        event = self.server.verified(headers, body)
        if event is None:
            self.server.tell("refused: the signature is wrong, or too old")
            return self._answer(401)
        what = self.server.inbox.take(headers["webhook-id"], event)
        self.server.tell(f"{what:<5} {event['type']:<26} {json.dumps(event['data'], ensure_ascii=False)}")
        return self._answer(204)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Print nothing more than the events."""


def main(arguments: Sequence[str]) -> None:
    """Receive until Ctrl-C."""
    parser = argparse.ArgumentParser(prog="python -m infra.receiver", description="Receive events of Osmotr.")
    parser.add_argument("--port", type=int, default=8765, help="on 127.0.0.1; put a server with TLS in front of it")
    parser.add_argument("--secret", action="append", help="whsec_…, twice while one is replaced; or OSMOTR_SECRET")
    parser.add_argument("--state", type=Path, default=Path("received.db"), help="the file that remembers")
    options = parser.parse_args(arguments)
    secrets = options.secret or os.environ.get("OSMOTR_SECRET", "").split()
    if not secrets:
        parser.error("say by --secret, or in OSMOTR_SECRET, what the events are signed with")
    tell = partial(print, flush=True)
    receiver = Receiver(("127.0.0.1", options.port), secrets=secrets, inbox=Inbox(options.state), tell=tell)
    tell(f"listening on http://127.0.0.1:{receiver.server_port}/")
    try:
        receiver.serve_forever()
    except KeyboardInterrupt:
        receiver.server_close()


if __name__ == "__main__":
    main(sys.argv[1:])
