"""Lists and searches of bases with few and very many clients, and adding one: `python -m bench clients`.

Calls of AWS, rows and bytes of their answers must be the same for all sizes. DynamoDB's Query reads a partition by its
sort keys, and takes as long as the rows that it returns. So a store of sorted keys at botocore's network edge answers
in its place: with the rows of the table module, for the partitions that these searches can reach.
"""

import json
import random
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import Any, NamedTuple

from botocore.awsrequest import AWSResponse
from moto.core.models import botocore_stubber

from bench.table import Figure
from chalicelib.aws.clients import client
from chalicelib.aws.search_rows import ROWS_OF_AN_ITEM
from chalicelib.base.clock import now, stamp
from chalicelib.base.ids import ulid_of
from chalicelib.features.clients import service, table
from chalicelib.features.clients.bases import scope_of
from chalicelib.features.clients.model import Client, Facts
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service.listing import Wanted
from chalicelib.features.clients.terms import terms_of
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from tests.support.faults import counted
from tests.support.world import World, opened

SIZES = (1_000, 100_000, 1_000_000)
AGENT = "agent"
#: Of the account that the sizes are measured in.
ACCOUNT = "acc_bench"
LISTS = {
    "by name": Wanted(),
    "by change": Wanted(order="recent"),
    "«и»": Wanted(q="и"),
    "«Сидоров Иван»": Wanted(q="Сидоров Иван"),
    "«сид»": Wanted(q="сид"),
    "phone 4567": Wanted(phone="4567"),
}
_PAGE = 20
_CALLS = {"Query": 1, "BatchGetItem": 2}
_SURNAMES = [
    f"{begin}{end}" for begin in ("Иван", "Петр", "Сидор", "Кузнец", "Волк", "Зайц") for end in ("ов", "ев", "ин")
]
_GIVEN = ("Иван", "Пётр", "Анна", "Вера", "Олег", "Ольга", "Игорь", "Юлия")
_PATRONYMICS = ("Иванович", "Петрович", "Олегович", "Игоревич")
_RESPONSE: Any = AWSResponse


class _Size(NamedTuple):
    calls: Counter[str]
    rows: int
    bytes: int


@dataclass
class Store:
    """Rows of the clients table as sorted keys; cards are made when they are asked for."""

    size: int
    calls: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    bytes: int = 0

    def __post_init__(self) -> None:
        """Write the keys of all look-ups of the agent's base that the lists may read."""
        self._shelves: dict[str, list[str]] = defaultdict(list)
        scope = scope_of(ACCOUNT, AGENT)
        for number in range(self.size):
            made = card(number)
            self._shelves[f"{scope}#names"].append(f"{table.sort_name(made)}#{made.id}")
            self._shelves[f"{scope}#recent"].append(f"{stamp(made.changed_at)}#{made.id}")
            for shelf, text in _terms(number):
                self._shelves[f"{scope}#{shelf}"].append(f"{text}#{made.id}")
        for keys in self._shelves.values():
            keys.sort()

    def answer(self, event_name: str, request: Any, **_: object) -> AWSResponse:
        """Answer a request to DynamoDB."""
        target = request.headers["X-Amz-Target"]
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        asked = json.loads(request.body)
        self.calls[operation] += 1
        items = self._query(asked) if operation == "Query" else self._batch(asked)
        self.rows += len(items)
        if operation == "Query":
            whole: dict[str, Any] = {"Items": items, "Count": len(items), "ScannedCount": len(items)}
        else:
            whole = {"Responses": {"clients": items}, "UnprocessedKeys": {}}
        body = json.dumps(whole).encode()
        self.bytes += len(body)
        answer: AWSResponse = _RESPONSE(request.url, 200, {"content-type": "application/x-amz-json-1.0"}, _Raw(body))
        return answer

    def _query(self, asked: dict[str, Any]) -> list[dict[str, Any]]:
        values = {name: value["S"] for name, value in asked["ExpressionAttributeValues"].items()}
        keys = self._shelves[values[":0"]]
        low, high = _range(asked["KeyConditionExpression"], values)
        begin, end = bisect_left(keys, low), bisect_left(keys, high)
        limit = asked["Limit"]
        chosen = keys[begin : min(end, begin + limit)]
        if not asked.get("ScanIndexForward", True):
            chosen = keys[max(begin, end - limit) : end][::-1]
        return [_item(values[":0"], sk, "client_term", {"client_id": sk.rpartition("#")[2]}) for sk in chosen]

    @staticmethod
    def _batch(asked: dict[str, Any]) -> list[dict[str, Any]]:
        keys = asked["RequestItems"]["clients"]["Keys"]
        return [_card_item(int(each["pk"]["S"][-7:])) for each in keys if each["sk"]["S"] == "client"]


def figures() -> Iterator[Figure]:
    """Measure."""
    with opened() as world, counted() as calls:
        yield _added(world, calls)
        events = client("dynamodb").meta.events
        events.unregister("before-send", botocore_stubber)
        sizes = {size: _measured(size, events) for size in SIZES}
        events.register("before-send", botocore_stubber)
    for name in LISTS:
        yield from _compared(name, {size: found[name] for size, found in sizes.items()})


def _added(world: World, calls: list[str]) -> Figure:
    caller = Caller(account_id=world.account.id, principal=StaffMember(AGENT), role=Role.AGENT)
    service.add_client(caller, _typed("Гевердава"))  # reads settings, secret and account once
    before = len(calls)
    service.add_client(caller, _typed("Петрова"))
    made = Counter(calls[before:])
    said = ", ".join(f"{count} {call}" for call, count in made.items())
    return Figure(f"AWS calls to add a client ({said})", str(made.total()), "<= 3", made.total() <= 3)


def _typed(surname: str) -> TypedClient:
    return TypedClient(
        surname=surname, given_name="Вера", patronymic="Сергеевна", birth_date=date(1986, 1, 23), email="v@example.org"
    )


def _measured(size: int, events: Any) -> dict[str, _Size]:
    store, found = Store(size), {}
    caller = Caller(account_id=ACCOUNT, principal=StaffMember(AGENT), role=Role.AGENT)
    events.register("before-send", store.answer)
    for name, wanted in LISTS.items():
        store.calls.clear()
        store.rows = store.bytes = 0
        page = service.list_clients(caller, wanted, limit=_PAGE, position=None)
        if len(page.items) != _PAGE:
            raise RuntimeError(f"{name} of {size}: {len(page.items)} clients")
        found[name] = _Size(Counter(store.calls), store.rows, store.bytes)
    events.unregister("before-send", store.answer)
    return found


def _compared(name: str, sizes: dict[int, _Size]) -> Iterator[Figure]:
    first = sizes[min(sizes)]
    said = ", ".join(f"{count} {call}" for call, count in first.calls.items())
    shown = "/".join(str(each.calls.total()) for each in sizes.values())
    same = all(each.calls == _CALLS for each in sizes.values())
    of = " / ".join(f"{size:,}" for size in sizes)
    yield Figure(f"AWS calls of the list {name}, {of} clients ({said})", shown, "= 3", same)
    rows, sent = [each.rows for each in sizes.values()], [each.bytes for each in sizes.values()]
    # A search reads up to four terms for each client of a page, and may find fewer in a small base.
    at_most = _PAGE * (ROWS_OF_AN_ITEM + 1) + 1
    yield Figure(f"rows of the list {name}", "/".join(map(str, rows)), f"<= {at_most}", max(rows) <= at_most)
    flat = sent[-1] <= sent[1] * 1.05
    yield Figure(f"bytes of the list {name}", "/".join(f"{each:,}" for each in sent), "flat", flat)


def card(number: int) -> Client:
    """Return a client of the base; its id ends with the number."""
    dice = random.Random(number)
    moment = _BEGAN - timedelta(seconds=number)
    facts = Facts.model_construct(
        **{
            **Facts().__dict__,
            "surname": dice.choice(_SURNAMES),
            "given_name": dice.choice(_GIVEN),
            "patronymic": dice.choice(_PATRONYMICS),
            "birth_date": date(1950 + number % 50, 1, 1),
            "phone": f"+7916{number:07d}"[:-4] + f"{dice.randrange(10_000):04d}" if number % 2 else "+79161234567",
            "email": f"client{number:07d}@example.org",
        }
    )
    return Client.model_construct(
        id=f"{_ID}{number:07d}",
        account_id=ACCOUNT,
        base=AGENT,
        facts=facts,
        created_at=moment,
        created_by="user:agent",
        changed_at=moment,
        version=1,
    )


_BEGAN = now()
_ID = f"cli_{ulid_of(_BEGAN)[:19]}"


def _terms(number: int) -> list[tuple[str, str]]:
    """Return the look-ups of a client by words and phone that the lists may read."""
    made = card(number)
    facts = made.facts
    named = _named_terms(facts.surname or "", facts.given_name or "", facts.patronymic or "")
    phone = (facts.phone or "")[:-11:-1]
    return [*named, (f"tel#{phone[:4]}", phone)] if phone.startswith("7654") else list(named)


@cache
def _named_terms(surname: str, given_name: str, patronymic: str) -> tuple[tuple[str, str], ...]:
    facts = Facts(surname=surname, given_name=given_name, patronymic=patronymic)
    found = terms_of(card(0).model_copy(update={"facts": facts}))
    return tuple((f"{each.shelf}#{each.partition}", each.text) for each in found if each.partition == _WATCHED)


#: The folded beginning of the sought surname.
_WATCHED = "cид"


def _range(condition: str, values: dict[str, str]) -> tuple[str, str]:
    """Return the range of sort keys that a Query asks for: all, a beginning, or between two keys."""
    if "begins_with" in condition:
        return values[":1"], values[":1"] + "\U0010ffff"
    if "BETWEEN" in condition:
        return values[":1"], values[":2"] + "\x00"
    return "", "\U0010ffff"


def _item(pk: str, sk: str, kind: str, more: dict[str, str]) -> dict[str, Any]:
    return {name: {"S": value} for name, value in {"pk": pk, "sk": sk, "kind": kind, **more}.items()}


def _card_item(number: int) -> dict[str, Any]:
    made = Client.model_validate(card(number).model_dump())
    return dict(table.card_row(made).serialize())


class _Raw(BytesIO):
    def stream(self, **_: object) -> Iterator[bytes]:
        """Yield the body, as urllib3 does."""
        yield self.read()
