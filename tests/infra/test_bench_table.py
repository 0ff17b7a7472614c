"""The table names figures over their target, and so does the exit status."""

import pytest

from bench.__main__ import main
from bench.table import Figure, at_most, by_turns, print_figures


@pytest.mark.parametrize(("value", "fine"), [(1.29, True), (1.3, True), (1.31, False)])
def test_a_figure_may_be_as_large_as_its_limit(value: float, fine: bool) -> None:
    assert at_most("import", value, 1.3, unit="x").ok is fine


def test_one_figure_over_its_target_fails_the_whole(capsys: pytest.CaptureFixture[str]) -> None:
    fine = print_figures([at_most("memory", 400, 350, unit=" MB"), at_most("zip", 39, 60, unit=" MB")])

    assert not fine
    over, within = capsys.readouterr().out.splitlines()
    assert over.split() == ["memory", "400", "MB", "<=", "350", "MB", "OVER"]
    assert within.endswith("ok")


def test_a_figure_without_a_target_fails_nothing() -> None:
    assert print_figures([Figure("unpacked", "115 MB")])


def test_works_take_turns_and_the_first_round_does_not_count() -> None:
    done: list[str] = []
    times = iter([0, 100, 0, 1, 0, 3, 0, 2, 0, 5, 0, 2])

    taken = by_turns(
        {"ours": lambda: done.append("ours"), "bare": lambda: done.append("bare")},
        rounds=2,
        clock=lambda: next(times),
    )

    assert done == ["ours", "bare"] * 3
    assert taken == {"ours": 4, "bare": 2}


def test_an_unknown_part_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["speed"]) == 2
    assert "speed" in capsys.readouterr().err
