"""Instalments of policies paid at the training bank with faults, in this process with moto: part of `bench paying`.

Each fault is chosen for each payment by itself, with the same chance. The notice is lost, doubled or early; the bank
answers 500 after it has made the payment; the process dies before or after one of its calls of AWS. The queue delivers
a notice again after a death, the payer presses again after an error, and the sweep does the rest, as in the system. At
the end the bank and the policies must agree on every instalment: none lost, none twice.
"""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine

from bench.table import Figure
from chalicelib.base.errors import DomainError
from chalicelib.base.money import rounded
from chalicelib.base.settings import settings
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.rules import TypedClient
from chalicelib.features.payments.service import looking, starting
from chalicelib.features.policies import service, table
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.rates import NewRate, set_rate
from chalicelib.features.policies.subjects import instalment_subject
from chalicelib.features.policies.typed import TypedMoney, TypedPolicy, TypedVehicle
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from chalicelib.outbox import due_rows, sweeping
from infra.local.bank.book import Charge
from tests.payments.banks import Till, open_bank
from tests.payments.conftest import open_shop
from tests.support.faults import Crash, between
from tests.support.world import World, opened

POLICIES, PARTS = 250, 4
CHANCE = 0.1
FAULTS = ("lost", "doubled", "early", "failed", "killed")
#: A killed process dies at one of its first calls of AWS.
_CALLS = 12
_TODAY = date(2026, 12, 1)


class Faults:
    """Faults of the payments, and the deliveries of the bank's notices."""

    def __init__(self, till: Till, account_id: str) -> None:
        self._till, self._account_id = till, account_id
        self._dice = random.Random(1)
        self.happened: Counter[str] = Counter()
        self._chosen: set[str] = set()
        notifier: Any = till.bank.notifier
        notifier.tell = self._notice
        notifier.tell_early = self._early_notice

    def choose(self) -> None:
        """Choose the faults of the next payment."""
        self._chosen = {each for each in FAULTS if self._dice.random() < CHANCE}
        self.happened.update(self._chosen)
        self._till.switch(
            notices="early" if "early" in self._chosen else "once", fails_after_creation="failed" in self._chosen
        )

    def killed(self, use_case: Callable[[], object]) -> None:
        """Run a use case once more after each death of its process. Others die no more in this payment."""
        try:
            with self._dying():
                use_case()
        except Crash:
            use_case()

    def _dying(self) -> Any:
        last = self._dice.randrange(1, _CALLS) if "killed" in self._chosen else 0
        before, here, seen = self._dice.random() < 0.5, threading.get_ident(), 0

        def die(_operation: str, _parameters: dict[str, Any], call: Callable[[], Any]) -> Any:
            nonlocal seen
            seen += threading.get_ident() == here
            dies = seen == last and threading.get_ident() == here
            if dies and before:
                self._chosen.discard("killed")
                raise Crash
            answer = call()
            if dies:
                self._chosen.discard("killed")
                raise Crash
            return answer

        return between(die)

    def _notice(self, charge: Charge) -> None:
        times = 0 if "lost" in self._chosen else 2 if "doubled" in self._chosen else 1
        for _ in range(times):
            self.killed(lambda: self._deliver(charge))

    def _early_notice(self, charge: Charge) -> None:
        if charge.state == "succeeded":
            self._notice(charge)

    def _deliver(self, charge: Charge) -> None:
        payment_id = charge.metadata["payment_id"]
        looking.take_notice(self._account_id, "yookassa", payment_id=payment_id, provider_id=charge.id)


def figures() -> Iterator[Figure]:
    """Measure."""
    with (
        time_machine.travel(f"{_TODAY}T09:00:00+03:00") as clock,
        opened() as world,
        open_bank() as bank,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("STAGE", "test")  # no other may speak to a loopback
        patch.setenv("PAYMENTS_TO_LOOPBACK", bank.url)
        settings.cache_clear()
        till = open_shop(world, bank, "yookassa")
        faults, policies = Faults(till, world.account.id), _sold(world)
        for number in range(1, PARTS + 1):
            for policy in policies:
                faults.choose()
                _pay(world, till, faults, instalment_subject(policy.id, number))
        for _ in range(3):
            clock.shift(timedelta(minutes=20))
            for source in due_rows.due_rows():
                sweeping.sweep(source)
        yield from _compared(world, till, faults, policies)


def _agent(world: World) -> Caller:
    return Caller(account_id=world.account.id, principal=StaffMember("agent"), role=Role.AGENT)


def _sold(world: World) -> list[Policy]:
    set_rate(world.admin, NewRate("kasko", None, _TODAY, Decimal(15)))
    agent = _agent(world)
    typed = TypedClient(surname="Гевердава", given_name="Вера", no_patronymic=True, birth_date=date(1986, 1, 23))
    client_id = clients.add_client(agent, typed.model_copy(update={"email": "v@example.org"})).known.client.id
    policy = TypedPolicy(
        client_id=client_id,
        product="kasko",
        begins=_TODAY,
        sum_insured=TypedMoney(amount="1250000.00"),
        premium=TypedMoney(amount="48320.50"),
        vehicle=TypedVehicle(vin="XTAGFK330KY123456"),
        plan="in_4",
    )
    return [service.issue_policy(agent, policy).policy for _ in range(POLICIES)]


def _pay(world: World, till: Till, faults: Faults, subject: str) -> None:
    """Press the button here, as often as it takes, and then at the bank."""
    faults.killed(lambda: _start(world, subject))
    page = ""
    while not page and not _is_paid(world, subject):
        page = _start(world, subject)
    if page:
        till.act(page, "pay")


def _start(world: World, subject: str) -> str:
    try:
        return starting.start(world.admin, subject).payment.url
    except DomainError as error:
        if not _is_paid(world, subject):
            raise RuntimeError(f"{subject}: {error}") from error
        return ""


def _is_paid(world: World, subject: str) -> bool:
    _, policy_id, number = subject.split("#")
    policy = table.get_policy(world.account.id, policy_id)
    return policy is not None and policy.instalments[int(number) - 1].paid_at is not None


def _compared(world: World, till: Till, faults: Faults, policies: list[Policy]) -> Iterator[Figure]:
    book = till.bank.book.content
    charges = [each for each in book.charges.values() if each.state == "succeeded"]
    refunds = Counter({each.charge_id: 1 for each in book.refunds.values()})
    kept = [each for each in charges if not refunds[each.id]]
    there = sum((Decimal(each.amount) for each in kept), Decimal(0))
    after = [found for each in policies if (found := table.get_policy(world.account.id, each.id))]
    parts = [each for policy in after for each in policy.instalments]
    here = sum((each.paid for each in after), Decimal(0))
    lost = {each.metadata["payment_id"] for each in kept} ^ {each.payment_id for each in parts}
    twice = len(charges) - len({each.metadata["payment_id"] for each in kept})
    lines = service.show_statement(_agent(world)).lines
    commission = sum((each.amount for each in lines), Decimal(0))
    due = sum((rounded(each.paid * 15 / 100, "RUB") for each in after), Decimal(0))
    said = ", ".join(f"{name} {faults.happened[name]}" for name in FAULTS)
    yield Figure(f"{len(parts):,} payments with faults ({said})", str(faults.happened.total()))
    yield Figure(f"sum at the bank and here, {len(refunds)} refunded", f"{there:,} / {here:,}", "equal", there == here)
    yield Figure(
        "instalments and payments without each other, charged twice",
        f"{len(lost)}, {twice}",
        "0, 0",
        not lost and not twice,
    )
    yield Figure("commission, and that of what was paid", f"{commission:,} / {due:,}", "equal", commission == due)
