"""The figure of a measurement, and the table that all of them are printed in."""

import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from statistics import median
from time import process_time


@dataclass(frozen=True)
class Figure:
    """One line of the table; `ok` is None where there is nothing to compare with."""

    name: str
    value: str
    target: str = ""
    ok: bool | None = None


def at_most(name: str, value: float, limit: float, *, unit: str, note: str = "") -> Figure:
    """Return a figure that must not be over its limit."""
    digits = 2 if unit == "x" else 0
    shown = f"{value:.{digits}f}{unit}" + (f" ({note})" if note else "")
    return Figure(name, shown, f"<= {limit:g}{unit}", value <= limit)


def by_turns(
    works: Mapping[str, Callable[[], object]], *, rounds: int, clock: Callable[[], float] = process_time
) -> dict[str, float]:
    """Return the median seconds that each takes, run one after the other in every round.

    So a disturbance of the machine meets all of them. A first round loads modules once, and doesn't count. CPU time of
    this process and its threads, unless told otherwise: others on the machine don't change that.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds + 1):
        for name, work in works.items():
            start = clock()
            work()
            taken[name].append(clock() - start)
    return {name: median(seconds[1:]) for name, seconds in taken.items()}


def print_figures(figures: Iterable[Figure]) -> bool:
    """Print figures as they come; say whether none was over its target."""
    fine = True
    for figure in figures:
        verdict = {True: "ok", False: "OVER", None: ""}[figure.ok]
        sys.stdout.write(f"{figure.name:<86} {figure.value:>19}  {figure.target:<12} {verdict}".rstrip() + "\n")
        sys.stdout.flush()
        fine = fine and figure.ok is not False
    return fine
