"""Invariants of the clients table after any use cases in any order, some of which die in between."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from functools import partial
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chalicelib.aws.dynamo import Transaction, stale
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError
from chalicelib.features.clients import service, table
from chalicelib.features.clients.model import Lock
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.refusals import client_bound
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.clients.service.consenting import NewConsent
from chalicelib.features.clients.service.duplicates import tell_apart
from chalicelib.features.clients.service.merging import merge_clients
from chalicelib.features.clients.table import locks
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.tenancy.model import Account
from tests.clients.invariants import faults
from tests.clients.personal_data import use, write_text
from tests.support.faults import crashes
from tests.support.sweeping import sweep_cases
from tests.support.world import EVERY_SCOPE, World, acting_in, insurer

EXAMPLES = 25

FACTS = st.fixed_dictionaries(
    {
        "surname": st.sampled_from(["Ёлкин", "Петров-Водкин"]),
        "given_name": st.sampled_from(["Пётр", "Анна Мария"]),
        "birth_date": st.sampled_from(["1986-01-23", "1990-02-03"]),
        "document": st.sampled_from([None, *({"kind": "passport_ru", "number": f"451712345{n}"} for n in range(3))]),
        "phone": st.sampled_from([None, "+79109370341", "+79161234567"]),
    }
)
PERSON = {"surname": "Ёлкин", "given_name": "Пётр", "birth_date": "1986-01-23", "phone": None}
ONE = st.integers(0, 7)
STEPS = st.one_of(
    st.tuples(st.just("add"), st.integers(0, 2), FACTS),
    st.tuples(st.just("change"), ONE, FACTS),
    st.tuples(st.just("merge"), ONE, ONE, st.sets(st.sampled_from(["surname", "birth_date", "document", "phone"]))),
    st.tuples(st.sampled_from(["delete", "erase", "name", "unname", "consent", "reveal", "confirm", "sell"]), ONE),
    st.tuples(st.just("apart"), ONE, ONE),
)
#: The number of the call to AWS in which the process dies; 0: in none.
DEATH = st.one_of(st.just(0), st.integers(1, 9))


@dataclass
class Scene:
    """An account with three bases, and the ids of all clients that were ever added."""

    account: Account
    admin: Caller
    callers: tuple[Caller, ...]
    ids: list[str] = field(default_factory=list)

    def client_id(self, number: int) -> str:
        """Return one of the clients that were added."""
        return self.ids[number % len(self.ids)] if self.ids else "cli_none"


def _scene() -> Scene:
    account = insurer("Проверка")
    write_text(account.id)
    agents = [Caller(account.id, StaffMember(f"agent-{n}"), Role.AGENT, EVERY_SCOPE) for n in range(2)]
    admin = acting_in(account)
    return Scene(account, admin, (admin, *agents))


def _add(scene: Scene, base: int, facts: Mapping[str, Any]) -> None:
    typed = TypedClient.model_validate({"no_patronymic": True, "email": "p@example.org", **facts})
    scene.ids.append(service.add_client(scene.callers[base], typed).known.client.id)


def _change(scene: Scene, number: int, facts: Mapping[str, Any]) -> None:
    client = service.read_client(scene.admin, scene.client_id(number))
    service.change_client(scene.admin, client.id, changes=facts, version=client.version)


def _merge(scene: Scene, number: int, other: int, names: set[str]) -> None:
    client, keep = service.read_client(scene.admin, scene.client_id(number)), scene.client_id(other)
    merge_clients(scene.admin, client.id, merged=[keep], keep=dict.fromkeys(names, keep), version=client.version)


def _confirm(scene: Scene, number: int) -> None:
    client = service.read_client(scene.admin, scene.client_id(number))
    if client.facts.phone and client.blocked is None:
        tx = Transaction()
        changed = {"phone_confirmed_at": now(), "version": client.version + 1}
        table.write_client(tx, client.model_copy(update=changed), replacing=client, otherwise=stale)
        tx.commit()


def _sell(scene: Scene, number: int) -> None:
    """Bind a client to the agent of its base, as a sale does."""
    known = service.show_client(scene.admin, scene.client_id(number))
    service.demand_own(known)
    client, tx = known.client, Transaction()
    changed = {"bound_at": now(), "version": client.version + 1}
    table.write_client(tx, client.model_copy(update=changed), replacing=client, otherwise=stale)
    standings = locks.read_standings(client.account_id, client.base, client.facts)
    for each in locks.binding_identities(client):
        if not (standings.is_namesake and each.kind == "nd"):
            lock = Lock(base=client.base, client_id=client.id, at=now())
            locks.write_lock(tx, each, lock, account_id=client.account_id, otherwise=lambda _: client_bound(None, UTC))
    tx.commit()


STEP: Mapping[str, Callable[..., object]] = {
    "add": _add,
    "change": _change,
    "merge": _merge,
    "confirm": _confirm,
    "sell": _sell,
    "delete": lambda scene, one: service.delete_clients(scene.admin, [scene.client_id(one)]),
    "erase": lambda scene, one: service.erase_client(scene.admin, scene.client_id(one), reason="x"),
    "name": lambda scene, one: use(scene.account.id, scene.client_id(one), cases=1),
    "unname": lambda scene, one: (
        use(scene.account.id, scene.client_id(one), cases=-1)
        if service.read_client(scene.admin, scene.client_id(one)).cases
        else None
    ),
    "consent": lambda scene, one: service.record_consent(
        scene.admin, scene.client_id(one), NewConsent(Purpose.PERSONAL_DATA, "paper")
    ),
    "reveal": lambda scene, one: service.reveal_document(scene.admin, scene.client_id(one), reason="x"),
    "apart": lambda scene, one, other: tell_apart(
        scene.admin, scene.client_id(one), reason="x", other_id=scene.client_id(other)
    ),
}


def _take(scene: Scene, name: str, *values: Any) -> None:
    with suppress(DomainError):
        STEP[name](scene, *values)


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(
    steps=[
        (("add", 1, {**PERSON, "document": {"kind": "passport_ru", "number": "4517123450"}}), 0),
        (("add", 2, {**PERSON, "document": {"kind": "passport_ru", "number": "4517123451"}}), 0),
        (("apart", 0, 1), 0),
        (("sell", 0), 0),
    ]
).via("a namesake is sold to")
@given(steps=st.lists(st.tuples(STEPS, DEATH), min_size=3, max_size=14))
def test_look_ups_counts_and_locks_say_what_the_clients_say(world: World, steps: list[tuple[Any, int]]) -> None:
    scene = _scene()

    for (name, *values), death in steps:
        if not death:
            _take(scene, name, *values)
        elif crashes(death, "after", partial(_take, scene, name, *values)):
            sweep_cases()
        assert faults(scene.account.id) == []
