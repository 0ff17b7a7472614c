"""Lists and searches of bases with few and very many clients, and adding one: `python -m bench clients`.

Calls of AWS, rows and bytes of their answers must be the same for all sizes (bench/sorted_store.py).
"""

import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache, partial

from bench.sorted_store import Cost, Item, SortedStore, flat, plain_row
from bench.table import Figure
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


def _shelves(size: int) -> dict[str, list[str]]:
    """Return the keys of all look-ups of the agent's base that the lists may read."""
    shelves: dict[str, list[str]] = defaultdict(list)
    scope = scope_of(ACCOUNT, AGENT)
    for number in range(size):
        made = card(number)
        shelves[f"{scope}#names"].append(f"{table.sort_name(made)}#{made.id}")
        shelves[f"{scope}#recent"].append(f"{stamp(made.changed_at)}#{made.id}")
        for shelf, text in _terms(number):
            shelves[f"{scope}#{shelf}"].append(f"{text}#{made.id}")
    for keys in shelves.values():
        keys.sort()
    return shelves


def figures() -> Iterator[Figure]:
    """Measure."""
    with opened() as world, counted() as calls:
        yield _added(world, calls)
        sizes = {size: _measured(size) for size in SIZES}
    # A search reads up to four terms for each client of a page, and may find fewer in a small base.
    rows = _PAGE * (ROWS_OF_AN_ITEM + 1) + 1
    for name in LISTS:
        costs = {size: found[name] for size, found in sizes.items()}
        yield from flat(f"the list {name}", costs, _CALLS, rows=rows, what="clients")


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


def _measured(size: int) -> dict[str, Cost]:
    store = SortedStore("clients", _shelves(size), row_at=_term_row, row_of=_card_row)
    caller = Caller(account_id=ACCOUNT, principal=StaffMember(AGENT), role=Role.AGENT)
    return {name: store.cost(partial(_list, caller, wanted)) for name, wanted in LISTS.items()}


def _list(caller: Caller, wanted: Wanted) -> None:
    page = service.list_clients(caller, wanted, limit=_PAGE, position=None)
    if len(page.items) != _PAGE:
        raise RuntimeError(f"{wanted}: {len(page.items)} clients")


def _term_row(pk: str, sk: str) -> Item:
    return plain_row(pk, sk, "client_term", client_id=sk.rpartition("#")[2])


def _card_row(pk: str, sk: str) -> Item | None:
    if sk != "client":
        return None
    made = Client.model_validate(card(int(pk[-7:])).model_dump())
    return dict(table.card_row(made).serialize())


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
