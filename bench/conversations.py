"""Claims of companies and conversations about them, with few and very many: `python -m bench conversations`.

Three companies of one tenant have SIZES claims, each with a thread; a claim has few messages or many. Of each page and
operation, two figures: its calls of AWS, and its CPU time, which may not grow with the size (bench/inbox.py says how
both are measured against moto). At last, the calls for one message: to write it, to push it to ten pages, to read it.

Rows are copies of one real claim of the company, under ids and times of their own. Those that no list looks at have
only their places in lists.
"""

import gc
import json
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from moto.dynamodb.models import dynamodb_backends

from bench.inbox import Recorder
from bench.table import Figure, by_turns
from chalicelib.aws.clients import client
from chalicelib.base.clock import now, stamp
from chalicelib.base.ids import new_ulid
from chalicelib.http.cookies import area_session
from chalicelib.identity import keys
from chalicelib.identity.area import sessions
from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.claims.cases import claimed
from tests.clients.bodies import COMPANY, added
from tests.conversations.long_threads import write_messages
from tests.conversations.sockets.pages import played, recorded_stream
from tests.support.api.client import Api, as_key
from tests.support.area import SLUG, company_user, open_area, registered
from tests.support.faults import counted
from tests.support.world import EVERY_SCOPE, World, opened

SIZES = {100: "7707083893", 10_000: "7736050003", 100_000: "7740000076"}
MESSAGES = (50, 10_000)
ROUNDS, BATCH = 9, 3
#: The tolerated slowdown with the most, by the clock's own variation.
FLAT = 1.25
TABS = 10
#: Of the newest and the oldest claims all rows are copied: these are the ends at which lists begin.
_WHOLE = 150
_PLACES = ("claim_found", "chat_place")
#: Of places in filtered lists, which take the longest to write and are not measured.
_OF_FILTERS = re.compile(r"#stage#|#turn$")
_ULID = 26
Open = Callable[[], object]


@dataclass(frozen=True)
class Company:
    """A company with a number of claims: one of them, and a browser of its user."""

    claim_id: str
    user: Visitor


def figures() -> Iterator[Figure]:
    """Measure."""
    with opened() as world:
        open_area(world.account.id)
        key, other = (_key(each) for each in (world.account.id, world.other_account.id))
        written = {size: _company(world, key, size) for size in SIZES}
        least = claimed(other, client_id=added(other, COMPANY))
        write_messages(world.other_account.id, least, 1)
        _multiply(least, min(SIZES))
        # Why only now: a session that was silent for a minute notes its call, which is one more.
        companies = {size: Company(each.claim_id, _signed_in(each.user)) for size, each in written.items()}
        threads = {count: _thread(world, key, companies[100], count) for count in MESSAGES}
        yield from _of_one_message(world, key, companies[100])
        recorder = Recorder()
        recorder.install()
        gc.collect()
        gc.freeze()  # moto's tables are not the server's to look through
        for name, path in {"list of claims": "/claims", "home": "", "inbox": "/messages"}.items():
            pages = {size: partial(_page, each.user, f"{HOME}{path}") for size, each in companies.items()}
            yield from _measured(f"a company's {name}", pages, recorder, "claims")
        claims = {size: partial(_page, each.user, f"{HOME}/claims/{each.claim_id}") for size, each in companies.items()}
        yield from _measured("a company's page of a claim", claims, recorder, "claims")
        unread = {size: partial(_asked, each.user, "/messages/unread") for size, each in companies.items()}
        yield from _measured("a company's number of unread messages", unread, recorder, "claims")
        everything = {min(SIZES): other, sum(SIZES): key}
        for name, path in {"list of claims": "/v1/claims?limit=50", "inbox": "/v1/claims/conversations"}.items():
            lists = {size: partial(_got, each, path) for size, each in everything.items()}
            yield from _measured(f"the staff's {name}", lists, recorder, "claims")
        user = companies[100].user
        pages = {count: partial(_page, user, f"{HOME}/claims/{each}") for count, each in threads.items()}
        yield from _measured("a company's page of a claim", pages, recorder, "messages")
        asked = {count: partial(_asked, user, f"/claims/{each}/messages") for count, each in threads.items()}
        yield from _measured("50 messages", asked, recorder, "messages")
        gc.unfreeze()


def _measured(page: str, pages: Mapping[int, Open], recorder: Recorder, things: str) -> Iterator[Figure]:
    made: dict[int, Counter[str]] = {}
    for size, opened_page in pages.items():
        opened_page()
        recorder.calls.clear()
        opened_page()
        made[size] = Counter(recorder.calls)
    least, most = min(pages), max(pages)
    same = all(each == made[least] for each in made.values())
    said = ", ".join(f"{count} {call}" for call, count in made[most].items())
    name = f"AWS calls of {page}, {most:,} {things} ({said})"
    yield Figure(name, str(made[most].total()), f"= {made[least].total()}", same)
    seconds = by_turns({str(size): partial(_batch, each) for size, each in pages.items()}, rounds=ROUNDS)
    for size in pages:
        ratio = seconds[str(size)] / seconds[str(least)]
        shown = f"{seconds[str(size)] / BATCH * 1000:.1f} ms ({ratio:.2f}x)"
        yield Figure(f"CPU of {page}, {size:,} {things}", shown, f"<= {FLAT:g}x", ratio <= FLAT)


def _batch(open_page: Open) -> None:
    for _ in range(BATCH):
        open_page()


def _page(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status == 200


def _asked(visitor: Visitor, path: str) -> None:
    visitor.call("GET", path).expect(200)


def _got(by: Api, path: str) -> None:
    by.get(path).expect(200)


def _of_one_message(world: World, key: Api, company: Company) -> Iterator[Figure]:
    """Yield the calls of a message about a claim that ten pages have open."""
    user, path = company.user, f"/claims/{company.claim_id}/messages"
    text = {"text": "¿Qué fotos necesitan?"}
    with pytest.MonkeyPatch.context() as patch, recorded_stream() as stream, counted() as calls:
        gateway = played(patch)
        for _ in range(TABS):
            page = gateway.connect(user.call("POST", "/socket-tickets").expect(201)["ticket"])
            assert page is not None
            assert page.hello(company.claim_id)
        steps: dict[str, Open] = {
            "write a message, client": lambda: user.call("POST", path, {"id": new_ulid(), **text}).expect(201),
            "write a message, back-end": lambda: key.post(f"/v1{path}", {"id": new_ulid(), **text}).expect(201),
            "read 50 messages, client": lambda: user.call("GET", path).expect(200),
            "mark them as read, client": lambda: user.call("POST", f"{path}/read", {"seq": 3}).expect(204),
        }
        key.post(f"/v1{path}", {"id": new_ulid(), **text}).expect(201)
        for name, step in steps.items():
            stream.take()
            calls.clear()
            step()
            yield _counted(name, calls)
            if name.startswith("write"):
                calls.clear()
                before = sum(map(len, gateway.frames.values()))
                stream.push()
                frames = sum(map(len, gateway.frames.values())) - before
                yield _counted(f"push it, and {frames} frames to {TABS} pages", calls)


def _counted(name: str, calls: list[str]) -> Figure:
    said = ", ".join(f"{count} {call}" if count > 1 else call for call, count in Counter(calls).items())
    return Figure(f"AWS calls to {name} ({said})", str(len(calls)))


def _key(account_id: str) -> Api:
    _, secret = keys.add_api_key(account_id=account_id, name="Bench", scopes=EVERY_SCOPE)
    return as_key(secret)


def _company(world: World, key: Api, size: int) -> Company:
    client_id = added(key, {**COMPANY, "tax_number": SIZES[size], "email": f"office@{size}.example"})
    person = registered(world.account.id, company_user(client_id), email=f"ana@{size}.example", phone=None)
    claim_id, user = claimed(key, "kasko", client_id=client_id), at_area(person, language="es")
    for by in (key.post, partial(user.call, "POST")):
        path = f"/v1/claims/{claim_id}/messages" if by == key.post else f"/claims/{claim_id}/messages"
        by(path, {"id": new_ulid(), "text": "Faltan las fotos."}).expect(201)
    _multiply(claim_id, size)
    return Company(claim_id, user)


def _signed_in(before: Visitor) -> Visitor:
    """Return another browser of a person, with a session that has just begun."""
    found = sessions.resume(before.cookies[area_session(SLUG)], slug=SLUG).person
    return at_area(found, language="es")


def _thread(world: World, key: Api, company: Company, count: int) -> str:
    client_id = key.get(f"/v1/claims/{company.claim_id}").expect(200)["client_id"]
    claim_id = claimed(key, "kasko", client_id=client_id)
    write_messages(world.account.id, claim_id, count)
    return claim_id


def _multiply(claim_id: str, count: int) -> None:
    """Copy the rows of a claim and of its thread under older ids and times, until `count` claims."""
    ulid, moment = claim_id.rpartition("_")[2], now()
    for name in ("claims", "chat"):
        table = dynamodb_backends["123456789012"]["eu-central-1"].get_table(name)
        rows = [item for item in _items(name) if ulid in json.dumps(item)]
        places = [each for each in rows if each["kind"]["S"] in _PLACES and not _OF_FILTERS.search(each["pk"]["S"])]
        times = {each["sk"]["S"].partition("#")[0] for each in rows if each["kind"]["S"] == "chat_place"}
        for number in range(1, count):
            own = f"{count:0{_ULID // 2}}{number:0{_ULID // 2}}"
            other = {ulid: own, **dict.fromkeys(times, stamp(moment - timedelta(seconds=count - number)))}
            if number <= _WHOLE or number >= count - _WHOLE:
                for row in rows:
                    table.put_item(json.loads(_replaced(json.dumps(row), other)))
            else:
                for row in places:
                    table.put_item({**row, **{key: {"S": _replaced(row[key]["S"], other)} for key in ("pk", "sk")}})


def _replaced(text: str, other: Mapping[str, str]) -> str:
    for before, after in other.items():
        text = text.replace(before, after)
    return text


def _items(table: str) -> list[dict[str, Any]]:
    pages = client("dynamodb").get_paginator("scan").paginate(TableName=table)
    return [item for page in pages for item in page["Items"]]
