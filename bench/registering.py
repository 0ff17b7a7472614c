"""Times of registration steps for a number that exists and for one that does not: `python -m bench registering`.

A stranger sees the time of an answer. Each step is tried 1,000 times for both, in turn, against moto in this process:
without the noise of a network, so that a difference would show most. Answers leave at full steps of time as in
production, here of 20 ms; the bare work is shown, too. The last figure of a step is the share of pairs in which the
existing number takes longer: 0.50 tells nothing.
"""

import itertools
import statistics
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from time import perf_counter
from typing import NamedTuple

from bench.table import Figure
from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.cabinet.joining import pacing
from chalicelib.features.cabinet.joining.questions import question_for
from chalicelib.features.cabinet.joining.service import checking, limits, starting
from chalicelib.features.cabinet.joining.tries import Tries
from chalicelib.features.cabinet.table import joining as table
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.rules import TypedClient, TypedDocument
from chalicelib.features.policies import service as policies
from chalicelib.features.policies.typed import TypedMoney, TypedPolicy, TypedVehicle
from chalicelib.frame.area.site import Site, open_site
from tests.support.area import SLUG, open_area
from tests.support.world import World, opened

TRIES = 1000
_EXISTING = "АА 104338828"
_FAIR = (0.40, 0.60)
#: Seconds of a step of time, and the words for it.
_PACES = {0.02: "", 0.0: " (bare work)"}
_DETAILS = checking.TypedDetails("Гевердава", "Вера", "Сергеевна", "+79161234599", "vera@mail.example", ())


class _Kinds(NamedTuple):
    """Numbers that get the same question."""

    existing: str
    unknown: str


def figures() -> Iterator[Figure]:
    """Measure."""
    limits.FAILURES = limits.STEPS = 10**9
    with opened() as world:
        site, kinds = _scene(world), _kinds(world.account.id)
        steps: Mapping[str, Callable[[str], float]] = {
            "details": lambda number: _details(site, number),
            "answer": lambda number: _answer(site, number),
        }
        for (name, step), (pacing.STEP, how) in itertools.product(steps.items(), _PACES.items()):
            existing, unknown = _by_turns(step, kinds)
            yield Figure(f"{name}{how}, number exists: p10, p50, p90, p99", _spread(existing))
            yield Figure(f"{name}{how}, number unknown: p10, p50, p90, p99", _spread(unknown))
            share = _share(existing, unknown)
            fair = None if how else _FAIR[0] <= share <= _FAIR[1]
            yield Figure(
                f"{name}{how}: share of pairs that take longer", f"{share:.3f}", "" if how else "0.40-0.60", fair
            )


def _by_turns(step: Callable[[str], float], kinds: _Kinds) -> tuple[list[float], list[float]]:
    times = [(step(kinds.existing), step(kinds.unknown)) for _ in range(TRIES)]
    return [existing for existing, _ in times], [unknown for _, unknown in times]


def _scene(world: World) -> Site:
    open_area(world.account.id)
    typed = TypedClient(
        surname="Гевердава",
        given_name="Вера",
        patronymic="Сергеевна",
        birth_date=date(1986, 1, 23),
        document=TypedDocument(kind="passport_ru", number="4517 123456", issued_on=date(2018, 3, 1)),
        email="vera@mail.example",
        phone="+79161234541",
    )
    sale = TypedPolicy(
        client_id=clients.add_client(world.admin, typed).known.client.id,
        product="kasko",
        number=_EXISTING,
        begins=now().date(),
        sum_insured=TypedMoney(amount="1250000.00"),
        premium=TypedMoney(amount="48320.50"),
        vehicle=TypedVehicle(vin="XTAGFK330KY123456"),
    )
    policies.issue_policy(world.admin, sale)
    return open_site(SLUG)


def _kinds(account_id: str) -> _Kinds:
    wanted = question_for(account_id, _EXISTING)
    others = (f"АА {each:09}" for each in range(200_000_000, 200_000_100))
    return _Kinds(_EXISTING, next(each for each in others if question_for(account_id, each) is wanted))


def _begun(site: Site, number: str) -> str:
    started = starting.new_join(site, language="ru", number=number)
    tx = Transaction()
    table.insert_join(tx, started.join)
    tx.commit()
    return started.secret


def _details(site: Site, number: str) -> float:
    secret = _begun(site, number)
    return _timed(lambda: checking.give_details(site, secret, _DETAILS, address="192.0.2.1"))


def _answer(site: Site, number: str) -> float:
    secret = _begun(site, number)
    checking.give_details(site, secret, _DETAILS, address="192.0.2.1")
    spent = _timed(lambda: checking.answer_question(site, secret, "0", address="192.0.2.1"))
    _forget_tries(site.account.id, number)
    return spent


def _forget_tries(account_id: str, number: str) -> None:
    before, tx = table.get_tries(account_id, number), Transaction()
    table.replace_tries(tx, account_id, number, Tries(version=before.version + 1), replacing=before)
    tx.commit()


def _timed(step: Callable[[], object]) -> float:
    begun = perf_counter()
    step()
    return (perf_counter() - begun) * 1000


def _spread(times: list[float]) -> str:
    cuts = statistics.quantiles(times, n=100)
    return ", ".join(f"{cuts[percent - 1]:.2f}" for percent in (10, 50, 90, 99)) + " ms"


def _share(existing: list[float], unknown: list[float]) -> float:
    """Return the share of pairs in which the first takes longer."""
    ordered = sorted(unknown)
    return sum(bisect_left(ordered, each) for each in existing) / (len(existing) * len(unknown))
