"""Frames of open pages: hello, ping, and those that are pushed."""

from threading import Barrier
from typing import Any

import pytest

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.ids import new_ulid
from chalicelib.features.conversations.sockets.model import Signal, user_channel
from chalicelib.features.conversations.sockets.signals import signal
from chalicelib.features.conversations.table import sockets as table
from chalicelib.features.conversations.table import threads
from chalicelib.features.conversations.threads import Mark, Side
from chalicelib.http.cookies import area_session
from chalicelib.identity.area import notices
from chalicelib.identity.area import sessions as area_sessions
from chalicelib.identity.area.notices import Said
from tests.claims.area.holders import other_holder, with_claim
from tests.claims.cases import claimed
from tests.claims.papers import filed
from tests.conversations.sockets.pages import Gateway, Stream, colleague, opened, said
from tests.support.api.people import People
from tests.support.area import SLUG
from tests.support.lambda_events import recorded_log
from tests.support.pdfs import pdf


def test_a_message_reaches_both_sides_once_in_order(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = with_claim(api)
    client, staff = opened(gateway, person), opened(gateway, api.staff)
    assert client.hello(claim_id)
    assert staff.hello(claim_id)
    stream.take()

    for number in range(1, 4):
        said(api.account.id, claim_id, f"№ {number}")
        said(api.account.id, claim_id, f"Ответ {number}", side=Side.STAFF)
    assert stream.push() == {"batchItemFailures": []}

    for page in (client, staff):
        assert [each["seq"] for each in page.got("message")] == [1, 2, 3, 4, 5, 6]
    first = client.got("message")[0]
    assert first.keys() == {"type", "claim_id", "seq", "id", "by", "side", "mine", "text", "attachments", "at"}
    assert (first["claim_id"], first["side"], first["text"], first["mine"]) == (claim_id, "client", "№ 1", False)


def test_hello_tells_the_head_and_what_is_unread(api: People, gateway: Gateway) -> None:
    person, claim_id = with_claim(api)
    for text in ("Раз", "Два", "Три"):
        said(api.account.id, claim_id, text, side=Side.STAFF)
    person.call("POST", f"/claims/{claim_id}/messages/read", {"seq": 1}).expect(204)

    welcome = opened(gateway, person).hello(claim_id)
    staffs = opened(gateway, api.staff).hello(claim_id)

    assert welcome is not None
    assert staffs is not None
    assert (welcome["head"], welcome["unread"], staffs["head"], staffs["unread"]) == (3, 2, 3, 0)
    assert welcome["claim_id"] == claim_id
    assert welcome["now"].endswith("Z")


def test_a_page_of_no_claim_hears_of_its_clients_claims(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = with_claim(api)
    for text in ("Раз", "Два"):
        api.admin.post(f"/v1/claims/{claim_id}/messages", {"id": new_ulid(), "text": text}).expect(201)
    stream.take()
    page = opened(gateway, person)
    welcome = page.hello()
    said(api.account.id, claim_id, side=Side.STAFF)
    stream.push()

    assert welcome is not None
    assert welcome.keys() == {"type", "unread", "now"}
    assert welcome["unread"] == 2
    assert [each["seq"] for each in page.got("message")] == [3]
    staffs = opened(gateway, api.staff).hello()
    assert staffs is not None
    assert staffs.keys() == {"type", "now"}


def test_before_hello_nothing_is_told(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = with_claim(api)
    page = opened(gateway, person)
    said(api.account.id, claim_id)
    stream.push()

    assert page.frames == []


def test_c6_another_clients_claim_is_not_found(api: People, gateway: Gateway, stream: Stream) -> None:
    """C6: another company's claim is 404, also by socket."""
    _, claim_id = with_claim(api)
    stranger = opened(gateway, other_holder(api))
    foreign = opened(gateway, api.stranger)
    for page in (stranger, foreign):
        assert page.hello(claim_id) is None
        assert page.frames == [{"type": "bye", "reason": "not_found"}]
        assert not page.is_open

    said(api.account.id, claim_id)
    stream.push()

    assert stranger.got("message") == foreign.got("message") == []


def test_a_hello_for_another_claim_leaves_the_first(api: People, gateway: Gateway, stream: Stream) -> None:
    first, second = claimed(api.admin), claimed(api.admin)
    page = opened(gateway, api.staff)
    page.hello(first)
    page.hello(second)
    stream.take()
    said(api.account.id, first)
    said(api.account.id, second)
    stream.push()

    assert [each["claim_id"] for each in page.got("message")] == [second]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "[]",
        '"hello"',
        "null",
        '{"do": "jump"}',
        '{"do": "hello", "claim_id": "../x"}',
        '{"do": "hello", "claim_id": 7}',
        '{"do": "hello", "pad": "' + "x" * 4096 + '"}',
        '{"do": "hello", "pad": "' + "ж" * 2048 + '"}',
        '{"do": "ping", "n": {"a": 1}}',
    ],
)
def test_frames_that_say_nothing_are_ignored(api: People, gateway: Gateway, text: str) -> None:
    page = opened(gateway, api.staff)

    with recorded_log() as log:
        assert page.send(text) == {"statusCode": 200}

    assert page.frames == []
    assert page.is_open
    assert log.alarms == []


def test_a_ping_is_answered(api: People, gateway: Gateway) -> None:
    page = opened(gateway, api.staff)
    page.say(do="ping", n=7)

    assert page.frames == [{"type": "pong", "n": 7}]


def test_a_long_message_is_told_by_its_number(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = with_claim(api)
    page = opened(gateway, person)
    page.hello(claim_id)
    stream.take()
    said(api.account.id, claim_id, "ж" * 4000)
    said(api.account.id, claim_id, "ж" * 3900)
    stream.push()

    assert page.got("message")[0] == {"type": "message", "claim_id": claim_id, "seq": 1}
    assert page.got("message")[1]["text"] == "ж" * 3900


def test_a_read_mark_is_told_each_time_it_rises(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = with_claim(api)
    said(api.account.id, claim_id)
    said(api.account.id, claim_id)
    page = opened(gateway, person)
    page.hello(claim_id)
    stream.take()
    for number in (1, 2, 1):
        threads.raise_mark(api.account.id, claim_id, Mark(side=Side.STAFF, number=number, reader="user:1", at=now()))
    stream.push()

    assert page.got("read") == [
        {"type": "read", "claim_id": claim_id, "side": "staff", "seq": 1},
        {"type": "read", "claim_id": claim_id, "side": "staff", "seq": 2},
    ]


def test_the_stage_of_a_claim_is_told(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = with_claim(api)
    page = opened(gateway, person)
    page.hello(claim_id)
    stream.take()
    version = api.admin.get(f"/v1/claims/{claim_id}").expect(200)["version"]
    api.admin.post(f"/v1/claims/{claim_id}/withdraw", {"version": version, "reason": "Передумал"}).expect(200)
    stream.push()

    claim = api.admin.get(f"/v1/claims/{claim_id}").expect(200)
    assert page.got("claim")[-1] == {
        "type": "claim",
        "claim_id": claim_id,
        "stage": claim["stage"],
        "version": claim["version"],
    }


def test_a_signal_reaches_its_channels_alone(api: People, gateway: Gateway, stream: Stream) -> None:
    staff, admin = opened(gateway, api.staff), opened(gateway, api.admin)
    staff.hello()
    admin.hello()
    tx = Transaction()
    frame = {"type": "claim", "claim_id": "claim_1", "stage": "review", "version": 3}
    me = user_channel(f"user:sub-staff-{api.account.id}")
    signal(tx, api.account.id, "notices", Signal(frame=frame, channels=(me,)))
    tx.commit()
    stream.push()

    assert staff.got("claim") == [frame]
    assert admin.got("claim") == []


def test_presence_is_told_to_the_others(api: People, gateway: Gateway) -> None:
    person, claim_id = with_claim(api)
    client, staff = opened(gateway, person), opened(gateway, api.staff)
    client.hello(claim_id)
    staff.hello(claim_id)

    (client_sees,) = client.got("presence")
    (staff_sees,) = staff.got("presence")
    assert (client_sees["side"], client_sees["online"]) == ("staff", True)
    assert (staff_sees["side"], staff_sees["name"], staff_sees["online"]) == ("client", "Вера Сергеевна", True)
    assert "sub-" not in str(client_sees)

    staff.leave()
    assert client.got("presence")[-1] == {**client_sees, "online": False}


def test_a_second_tab_keeps_its_person_online(api: People, gateway: Gateway) -> None:
    person, claim_id = with_claim(api)
    client = opened(gateway, person)
    client.hello(claim_id)
    tabs = [opened(gateway, api.staff) for _ in range(2)]
    for tab in tabs:
        tab.hello(claim_id)
    tabs[0].leave()

    assert [each["online"] for each in client.got("presence")] == [True, True]


def test_a_socket_that_is_gone_is_forgotten_and_the_others_are_told(
    api: People, gateway: Gateway, stream: Stream
) -> None:
    person, claim_id = with_claim(api)
    lost, page = opened(gateway, person), opened(gateway, person)
    lost.hello(claim_id)
    page.hello(claim_id)
    gateway.lost.add(lost.id)
    stream.take()
    said(api.account.id, claim_id)
    stream.push()
    gateway.lost.clear()
    said(api.account.id, claim_id)
    stream.push()

    assert [each["seq"] for each in page.got("message")] == [1, 2]
    assert lost.got("message") == []


def test_a_gateway_that_fails_keeps_nobody_waiting(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = with_claim(api)
    page = opened(gateway, person)
    page.hello(claim_id)
    stream.take()
    said(api.account.id, claim_id)
    gateway.broken = True
    assert stream.push() == {"batchItemFailures": []}
    gateway.broken = False
    said(api.account.id, claim_id)
    stream.push()

    assert [each["seq"] for each in page.got("message")] == [2]


def test_records_come_again_if_listeners_can_not_be_read(
    api: People, gateway: Gateway, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, claim_id = with_claim(api)
    page = opened(gateway, person)
    page.hello(claim_id)
    stream.take()
    said(api.account.id, claim_id)
    records: list[dict[str, Any]] = stream.take()
    stream.records = records
    with monkeypatch.context() as patch, recorded_log() as log:
        patch.setattr("chalicelib.features.conversations.table.sockets.list_listeners", _fail)
        answer = stream.push()
    stream.records = records
    stream.push()

    assert answer == {"batchItemFailures": [{"itemIdentifier": records[0]["dynamodb"]["SequenceNumber"]}]}
    assert log.alarms == ["chat not pushed"]
    assert [each["seq"] for each in page.got("message")] == [1]


def test_listeners_of_a_batch_are_read_at_once(
    api: People, gateway: Gateway, stream: Stream, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first message of a batch doesn't wait for the reads of all others, one by one."""
    claims = [claimed(api.admin) for _ in range(3)]
    pages = [opened(gateway, api.staff) for _ in claims]
    for page, claim_id in zip(pages, claims, strict=True):
        page.hello(claim_id)
    stream.take()
    for claim_id in claims:
        said(api.account.id, claim_id)
    together, read = Barrier(len(claims)), table.list_listeners

    def met(account_id: str, channel: str) -> Any:
        if channel.startswith("claim#"):
            together.wait(timeout=20)
        return read(account_id, channel)

    monkeypatch.setattr(table, "list_listeners", met)
    assert stream.push() == {"batchItemFailures": []}
    assert [[each["claim_id"] for each in page.got("message")] for page in pages] == [[each] for each in claims]


def _fail(*_: object) -> Any:
    raise OSError


def test_documents_of_a_claim_are_told_to_its_pages(api: People, gateway: Gateway, stream: Stream) -> None:
    person, claim_id = with_claim(api)
    page, other = opened(gateway, person), opened(gateway, person)
    page.hello(claim_id)
    other.hello()
    stream.take()
    document = filed(api.admin, claim_id, pdf())
    api.admin.post(f"/v1/claims/{claim_id}/documents/{document['id']}/accept").expect(200)
    stream.push()

    told = page.got("document")
    assert [each["status"] for each in told] == ["reserved", "received", "accepted"]
    assert {(each["claim_id"], each["document_id"]) for each in told} == {(claim_id, document["id"])}
    assert other.got("document") == []


def test_a_notice_is_told_with_the_number_of_unread_ones(api: People, gateway: Gateway, stream: Stream) -> None:
    person, _ = colleague(api)
    page, staff = opened(gateway, person), opened(gateway, api.staff)
    page.hello()
    staff.hello()
    stream.take()
    found = area_sessions.resume(person.cookies[area_session(SLUG)], slug=SLUG).person
    for once in ("first", "second"):
        client_id = found.memberships[0].client_id
        notices.put_notice(
            found, Said(once=once, at=now(), kind="claim", client_id=client_id, text="x", path="/claims")
        )
        stream.push()

    assert page.got("notice") == [{"type": "notice", "count": 1}, {"type": "notice", "count": 2}]
    assert staff.got("notice") == []
