"""Pages of the client area, with few and with many policies and claims of others: `python -m bench area_pages`.

Against moto in this process. The policies and claims of a person are copied row by row for other clients of the
tenant. Calls of AWS, bytes of the rows that they return, and the page's bytes, gzipped, may not grow.
"""

import gzip
import json
import string
from collections.abc import Iterator
from random import Random
from typing import Any, NamedTuple

from bench.table import Figure, at_most
from chalicelib.aws.clients import client
from chalicelib.identity import keys
from tests.cabinet.visitors import HOME, Visitor, at_area
from tests.claims.cases import claimed
from tests.clients.bodies import PERSON, added
from tests.policies.sales import sold
from tests.support.api.client import as_key
from tests.support.area import holder, open_area, registered
from tests.support.faults import between
from tests.support.world import EVERY_SCOPE, World, opened

POLICIES, CLAIMS = 1_000, 10_000
OWN = 3
MOST_BYTES = 30_000
PAGES = {"home": "", "policies": "/policies", "claims": "/claims", "messages": "/messages", "own data": "/me"}
_BATCH = 25
_ULID = 26


class Cost(NamedTuple):
    """The cost of a page: calls of AWS in their order, bytes of their answers, bytes of the page, gzipped."""

    calls: tuple[str, ...]
    read: int
    page: int


def figures() -> Iterator[Figure]:
    """Measure."""
    with opened() as world:
        visitor, policy_id, claim_id = _scene(world)
        few = {name: _cost(visitor, path) for name, path in PAGES.items()}
        _multiply("policies", policy_id, POLICIES)
        _multiply("claims", claim_id, CLAIMS)
        many = {name: _cost(visitor, path) for name, path in PAGES.items()}
    for name, before in few.items():
        after = many[name]
        said = f"{name} with {POLICIES:,} policies and {CLAIMS:,} claims of others"
        yield Figure(f"AWS calls: {said}", ", ".join(after.calls), "as with none", after.calls == before.calls)
        yield Figure(f"bytes read: {said}", str(after.read), f"{before.read}", after.read == before.read)
        yield at_most(f"bytes of the page, gzipped: {name}", after.page, MOST_BYTES, unit="")


def _scene(world: World) -> tuple[Visitor, str, str]:
    """Open an area with a person who has some policies and claims; return the browser, and one id of each."""
    _, secret = keys.add_api_key(account_id=world.account.id, name="Bench", scopes=EVERY_SCOPE)
    key = as_key(secret)
    client_id = added(key, PERSON)
    policies = [sold(key, client_id, plan="in_4", paid_instalments=1)["id"] for _ in range(OWN)]
    claims = [claimed(key, "kasko", client_id=client_id) for _ in range(OWN)]
    open_area(world.account.id)
    return at_area(registered(world.account.id, holder(client_id)), language="ru"), policies[0], claims[0]


def _cost(visitor: Visitor, path: str) -> Cost:
    """Open a page twice, and return the cost of the second time: the first one reads settings and keys."""
    assert visitor.get(f"{HOME}{path}").status == 200
    calls: list[str] = []
    read = 0

    def count(operation: str, _: dict[str, Any], call: Any) -> Any:
        nonlocal read
        answer = call()
        calls.append(operation)
        read += len(json.dumps([answer.get("Items"), answer.get("Item"), answer.get("Responses")], default=str))
        return answer

    with between(count):
        page = visitor.get(f"{HOME}{path}")
    return Cost(tuple(calls), read, len(gzip.compress(page.text.encode())))


def _multiply(table: str, thing_id: str, count: int) -> None:
    """Copy the rows of a thing under other ids of it, of its case and of its client."""
    dynamodb = client("dynamodb")
    kept = dynamodb.get_paginator("scan").paginate(TableName=table)
    rows = [json.dumps(item) for page in kept for item in page["Items"] if thing_id in json.dumps(item)]
    dice = Random(1)
    if not rows:
        raise RuntimeError(f"nothing to copy in {table}")
    waiting: list[dict[str, Any]] = []
    for _ in range(count):
        own, clients = (f"{dice.randrange(10**12):012}".rjust(_ULID, "0") for _ in range(2))
        for row in rows:
            copied = row.replace(thing_id.rpartition("_")[2], own)
            waiting.append({"PutRequest": {"Item": json.loads(_other_client(copied, clients))}})
            if len(waiting) == _BATCH:
                dynamodb.batch_write_item(RequestItems={table: waiting})
                waiting = []
    if waiting:
        dynamodb.batch_write_item(RequestItems={table: waiting})


def _other_client(row: str, ulid: str) -> str:
    """Replace each id of a client in a row."""
    before, mark, rest = row.partition("cli_")
    found = before
    while mark:
        found += mark + ulid
        before, mark, rest = rest.lstrip(string.ascii_uppercase + string.digits).partition("cli_")
        found += before
    return found
