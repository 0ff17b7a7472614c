"""A sale whose process dies at any call of AWS, and that its caller repeats."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

import time_machine

from chalicelib.features.clients import service as clients
from chalicelib.features.clients.rules import TypedClient, TypedDocument
from chalicelib.features.policies import service
from chalicelib.features.policies.rates import NewRate, set_rate
from chalicelib.features.policies.service.reading import Wanted
from chalicelib.features.policies.service.selling import Sold
from chalicelib.features.policies.typed import TypedMoney, TypedPolicy, TypedVehicle
from chalicelib.identity.model import Caller, Role
from chalicelib.identity.principals import StaffMember
from tests.support.faults import every_crash
from tests.support.world import EVERY_SCOPE, World

AGENT = "sub-agent-1"
TODAY = date(2026, 12, 1)


class _Scene(NamedTuple):
    agent: Caller
    client_id: str


@time_machine.travel("2026-12-01T09:00:00+03:00", tick=False)
def test_case_38_after_a_crash_the_repeated_sale_is_one_policy(world: World) -> None:
    for scene in every_crash(lambda: _scene(world), _sell):
        repeated = _sell(scene)

        (only,) = service.list_policies(scene.agent, Wanted(), limit=20, position=None).items
        assert only.id == repeated.policy.id
        (line,) = service.show_statement(scene.agent).lines
        assert line.amount == Decimal("7248.08")


def _scene(world: World) -> _Scene:
    set_rate(world.admin, NewRate("kasko", None, TODAY, Decimal(15)))
    agent = Caller(account_id=world.account.id, principal=StaffMember(AGENT), role=Role.AGENT, scopes=EVERY_SCOPE)
    typed = TypedClient(
        surname="Гевердава",
        given_name="Вера",
        patronymic="Сергеевна",
        birth_date=date(1986, 1, 23),
        document=TypedDocument(kind="passport_ru", number="4517 123456", issued_on=date(2018, 3, 1)),
        email="vera@example.org",
    )
    return _Scene(agent, clients.add_client(agent, typed).known.client.id)


def _sell(scene: _Scene) -> Sold:
    typed = TypedPolicy(
        client_id=scene.client_id,
        product="kasko",
        begins=TODAY,
        sum_insured=TypedMoney(amount="1250000.00"),
        premium=TypedMoney(amount="48320.50"),
        vehicle=TypedVehicle(vin="XTAGFK330KY123456"),
        paid_instalments=1,
    )
    return service.issue_policy(scene.agent, typed, once="sale-1")
