"""Sales, portfolios and statements: `python -m bench sales`.

Calls of AWS and CPU of a sale, against a photo request on the same machine: with botocore making and signing every
request, and no network (bench/aws_stub.py). Calls, rows and bytes of lists of an account with few and very many
policies (bench/sorted_store.py), with as many lines in the shown month of commission for each size.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import partial

from bench import scene
from bench.sorted_store import Cost, Item, SortedStore, flat, plain_row
from bench.table import Figure, at_most, by_turns
from chalicelib.base.clock import stamp
from chalicelib.base.ids import new_id, ulid_of
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.rules import TypedClient, TypedDocument
from chalicelib.features.photos import service as photos
from chalicelib.features.policies import service, table
from chalicelib.features.policies.model import Channel, Instalment, Insured, LedgerLine, Policy, Vehicle
from chalicelib.features.policies.rates import NewRate, set_rate
from chalicelib.features.policies.service.reading import Wanted
from chalicelib.features.policies.table.rows import LedgerRow
from chalicelib.features.policies.typed import TypedMoney, TypedPolicy, TypedVehicle
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.tenancy.model import CategoryChoice
from tests.support.faults import counted
from tests.support.world import World, forget_clients, opened

SIZES = (1_000, 100_000, 1_000_000)
ROUNDS, BATCH = 15, 10
#: The agent has each tenth policy; the client and the vehicle below have five.
AGENT, CLIENT, VIN = "agent", "cli_bench", "XTAGFK330KY123456"
MONTH = "2026-11"
LINES = 100
_PAGE = 20
_LISTS = {
    "all policies": (Role.ADMIN, Wanted(), _PAGE),
    "an agent's portfolio": (Role.AGENT, Wanted(), _PAGE),
    "policies found by «к-00000»": (Role.ADMIN, Wanted(q="к-00000"), _PAGE),
    "a client's policies": (Role.ADMIN, Wanted(client_id=CLIENT), 5),
    "a vehicle's policies": (Role.ADMIN, Wanted(vehicle=VIN), 5),
}
_BEGAN = datetime(2026, 11, 1, tzinfo=UTC)
_ID = f"pol_{ulid_of(_BEGAN)[:19]}"
#: The client, rates, standings and the month; one transaction; warnings about the vehicle.
_CALLS_OF_A_SALE = 10


def figures() -> Iterator[Figure]:
    """Measure."""
    with opened() as world, counted() as calls:
        yield _sold(world, calls)
        costs = {size: _costs(world.account.id, size) for size in SIZES}
    for name in _LISTS:
        found = {size: each[name] for size, each in costs.items()}
        yield from flat(name, found, {"Query": 1, "BatchGetItem": 1}, rows=_PAGE * 5 + 1, what="policies")
    found = {size: each["statement"] for size, each in costs.items()}
    yield from flat(f"a statement of {LINES} lines", found, {"Query": 1}, rows=LINES, what="policies")
    forget_clients()
    yield _cpu()


def _sold(world: World, calls: list[str]) -> Figure:
    agent = _caller(world.account.id, Role.AGENT)
    set_rate(world.admin, NewRate("kasko", None, date(2026, 1, 1), Decimal(15)))
    _sell(agent, _client(agent, "Гевердава"))  # reads settings and secrets once
    client_id = _client(agent, "Петрова")
    before = len(calls)
    _sell(agent, client_id)
    made = Counter(calls[before:])
    said = ", ".join(f"{count} {call}" for call, count in made.items())
    fine = made.total() <= _CALLS_OF_A_SALE
    return Figure(f"AWS calls to sell a policy ({said})", str(made.total()), f"<= {_CALLS_OF_A_SALE}", fine)


def _cpu() -> Figure:
    """Compare the CPU of a sale, which writes some fifty rows, with that of a photo request."""
    here = scene.opened()
    account_id = here.caller.account_id
    agent = _caller(account_id, Role.AGENT)
    client_id = _client(agent, "Гевердава")
    here.aws.remembering = False
    wanted = photos.Asking(phone="+79161234567", channels=("sms",), categories=[CategoryChoice(code="damage")])
    works: dict[str, Callable[[], object]] = {
        "sale": partial(_batch, partial(_sell, agent, client_id)),
        "request": partial(_batch, partial(photos.ask_for_photos, here.caller, wanted)),
    }
    seconds = by_turns(works, rounds=ROUNDS)
    note = f"{seconds['sale'] / BATCH * 1000:.1f} / {seconds['request'] / BATCH * 1000:.1f} ms"
    return at_most("CPU of a sale / of a photo request", seconds["sale"] / seconds["request"], 6, unit="x", note=note)


def _batch(work: Callable[[], object]) -> None:
    for _ in range(BATCH):
        work()


def _client(agent: Caller, surname: str) -> str:
    document = TypedDocument(kind="passport_ru", number="4517 123456", issued_on=date(2018, 3, 1))
    typed = TypedClient(
        surname=surname,
        given_name="Вера",
        patronymic="Сергеевна",
        birth_date=date(1986, 1, 23),
        email="v@example.org",
        document=document if surname == "Гевердава" else None,
    )
    return clients.add_client(agent, typed).known.client.id


def _sell(agent: Caller, client_id: str) -> None:
    typed = TypedPolicy(
        client_id=client_id,
        number=f"{new_id('no')[-12:]}",
        product="kasko",
        begins=date(2027, 1, 1),
        sum_insured=TypedMoney(amount="1250000.00"),
        premium=TypedMoney(amount="48320.50"),
        vehicle=TypedVehicle(vin=VIN),
        plan="in_4",
        paid_instalments=1,
    )
    service.issue_policy(agent, typed)


def _costs(account_id: str, size: int) -> dict[str, Cost]:
    store = SortedStore("policies", _shelves(account_id, size), row_at=_row_at, row_of=partial(_policy_row, account_id))
    costs = {
        name: store.cost(partial(_list, _caller(account_id, role), wanted, full))
        for name, (role, wanted, full) in _LISTS.items()
    }
    agent = _caller(account_id, Role.AGENT)
    costs["statement"] = store.cost(partial(_show_statement, agent))
    return costs


def _list(caller: Caller, wanted: Wanted, full: int) -> None:
    page = service.list_policies(caller, wanted, limit=_PAGE, position=None)
    if len(page.items) != full:
        raise RuntimeError(f"{wanted}: {len(page.items)} policies")


def _show_statement(agent: Caller) -> None:
    if len(service.show_statement(agent, month=MONTH).lines) != LINES:
        raise RuntimeError("lines of the statement")


def _shelves(account_id: str, size: int) -> dict[str, list[str]]:
    """Return the keys of all look-ups that the lists may read."""
    shelves: dict[str, list[str]] = defaultdict(list)
    for number in range(size):
        policy_id, issued = f"{_ID}{number:07d}", _BEGAN + timedelta(seconds=number)
        shelves[f"{account_id}#sold"].append(f"{stamp(issued)}#{policy_id}")
        if number % 10 == 0:
            shelves[f"{account_id}#{AGENT}#sold"].append(f"{stamp(issued)}#{policy_id}")
        shelves[f"{account_id}#find#k00"].append(f"k{number:07d}#{policy_id}")
    for number in range(5):
        shelves[f"{account_id}#of#{CLIENT}"].append(f"p#2026-12-01#{_ID}{number:07d}")
        shelves[f"{account_id}#car#{VIN.lower()}"].append(f"2026-12-01#{_ID}{number:07d}")
    shelves[f"{account_id}#com#{AGENT}#{MONTH}"] = [f"com_{number:026d}" for number in range(LINES)]
    return {name: sorted(keys) for name, keys in shelves.items()}


def _row_at(pk: str, sk: str) -> Item:
    if "#com#" not in pk:
        return plain_row(pk, sk, "policy_found", item_id=sk.rpartition("#")[2])
    line = LedgerLine(
        id=sk,
        agent_id=AGENT,
        month=MONTH,
        at=_BEGAN,
        policy_id=f"{_ID}0000000",
        number="К-0000000",
        product="kasko",
        client="Гевердава Вера Сергеевна",
        channel=Channel.AGENT,
        base=Decimal("48320.50"),
        percent=Decimal(15),
        amount=Decimal("7248.08"),
        currency="RUB",
        reason="sale",
    )
    return dict(LedgerRow(pk, sk, document=line.model_dump(mode="json")).serialize())


def _policy_row(account_id: str, pk: str, sk: str) -> Item | None:
    if sk != "policy":
        return None
    number = int(pk[-7:])
    return dict(table.policy_row(_policy(account_id, number)).serialize())


def _policy(account_id: str, number: int) -> Policy:
    begins, ends = date(2026, 12, 1), date(2027, 11, 30)
    premium = Decimal("48320.50")
    return Policy(
        id=f"{_ID}{number:07d}",
        account_id=account_id,
        number=f"К-{number:07d}",
        client_id=CLIENT if number < 5 else "cli_other",
        holder="Гевердава Вера Сергеевна",
        channel=Channel.AGENT,
        sold_by=AGENT if number % 10 == 0 else None,
        insured=Insured(product="kasko", begins=begins, ends=ends, currency="RUB", vehicle=Vehicle(vin=VIN)),
        premium=premium,
        instalments=(Instalment(number=1, amount=premium, due=begins),),
        issued_at=_BEGAN + timedelta(seconds=number),
        created_by="user:agent",
        changed_at=_BEGAN,
    )


def _caller(account_id: str, role: Role) -> Caller:
    return Caller(account_id=account_id, principal=StaffMember(AGENT), role=role)
