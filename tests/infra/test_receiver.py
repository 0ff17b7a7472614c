"""The reference receiver: it accepts signed and fresh events once, and keeps the latest of each entity."""

import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from standardwebhooks import Webhook

from chalicelib.base.signatures import sign
from infra.receiver import MAX_BYTES, Inbox, Receiver
from tests.support.running import Answer, call

SECRET, FORMER, FOREIGN = (f"whsec_{letter * 42}AA==" for letter in "abc")


@contextmanager
def running(state: Path, *, secrets: tuple[str, ...] = (SECRET,)) -> Iterator[str]:
    receiver = Receiver(("127.0.0.1", 0), secrets=secrets, inbox=Inbox(state), tell=print)
    thread = threading.Thread(target=receiver.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{receiver.server_port}/"
    finally:
        receiver.shutdown()
        receiver.server_close()
        thread.join()


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    with running(tmp_path / "seen.db") as url:
        yield url


def told(*, version: int = 1, kind: str = "case.updated", case_id: str = "case_1") -> str:
    data = f'{{"case_id":"{case_id}","version":{version}}}'
    return f'{{"type":"{kind}","timestamp":"2026-11-25T16:04:05Z","data":{data}}}'


def post(
    url: str, body: str, *, secret: str = SECRET, event_id: str | None = None, ago: timedelta = timedelta(0)
) -> Answer:
    event_id = event_id or f"evt_{uuid.uuid4().hex}"
    headers = sign([secret], message_id=event_id, moment=datetime.now(UTC) - ago, body=body)
    return call("POST", url, body=body.encode(), headers=headers)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return [line.split()[0].rstrip(":") for line in capsys.readouterr().out.splitlines()]


def test_an_event_is_taken_once_also_over_a_restart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with running(tmp_path / "seen.db") as url:
        assert post(url, told(), event_id="evt_1").status == 204
        assert post(url, told(), event_id="evt_1").status == 204
    with running(tmp_path / "seen.db") as url:
        assert post(url, told(), event_id="evt_1").status == 204

    assert printed(capsys) == ["new", "again", "again"]


def test_an_event_that_was_overtaken_is_left_aside(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    for version, case_id in ((2, "case_1"), (1, "case_1"), (1, "case_2"), (3, "case_1")):
        assert post(url, told(version=version, case_id=case_id)).status == 204

    assert printed(capsys) == ["new", "older", "new", "new"]


def test_types_and_fields_that_come_later_are_taken(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    body = told(kind="claim.paid").replace('"version":1', '"version":1,"colour":"red"')

    assert post(url, body).status == 204
    assert printed(capsys) == ["new"]


@pytest.mark.parametrize(
    "spoil",
    [
        {"secret": FOREIGN},
        {"ago": timedelta(minutes=6)},
        {"ago": -timedelta(minutes=6)},
    ],
)
def test_what_is_not_signed_by_us_or_not_now_is_refused(
    url: str, spoil: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    assert post(url, told(), **spoil).status == 401
    assert printed(capsys) == ["refused"]


def test_a_body_that_was_changed_on_its_way_is_refused(url: str) -> None:
    headers = sign([SECRET], message_id="evt_1", moment=datetime.now(UTC), body=told())

    assert call("POST", url, body=told(version=2).encode(), headers=headers).status == 401
    assert call("POST", url, body=told().replace(",", ", ").encode(), headers=headers).status == 401
    assert call("POST", url, body=told().encode()).status == 401
    assert call("POST", url, body=told().encode(), headers=headers).status == 204


def test_both_secrets_are_taken_while_one_is_replaced(tmp_path: Path) -> None:
    with running(tmp_path / "seen.db", secrets=(SECRET, FORMER)) as url:
        assert [post(url, told(), secret=secret).status for secret in (SECRET, FORMER, FOREIGN)] == [204, 204, 401]


def test_more_than_an_event_can_have_is_not_read(url: str) -> None:
    assert call("POST", url, body=b"x" * (MAX_BYTES + 1)).status == 413


def test_it_verifies_what_the_library_signs(url: str) -> None:
    moment, body = datetime.now(UTC), told()
    signature = Webhook(SECRET).sign("evt_1", moment, body)
    headers = {"Webhook-Id": "evt_1", "Webhook-Timestamp": str(int(moment.timestamp())), "Webhook-Signature": signature}

    assert call("POST", url, body=body.encode(), headers=headers).status == 204
