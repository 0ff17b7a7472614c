"""Tests of the running system stand between tests in process, in each worker's share."""

import pytest

from tests.support.order import ordered, share_of

OTHERS, WAITING = [f"quick {number}" for number in range(101)], [f"waiting {number}" for number in range(20)]


@pytest.mark.parametrize("workers", [1, 2, 3, 4])
def test_every_share_begins_and_ends_with_tests_in_process(workers: int) -> None:
    found = ordered(OTHERS, WAITING, workers=workers)

    assert sorted(found) == sorted([*OTHERS, *WAITING])
    for worker in range(workers):
        share = [test.split()[0] for test in share_of(found, worker, workers)][2:-2]  # shares differ by a test or two
        assert (share[0], share[-1]) == ("quick", "quick")
        assert "waiting" not in share[: len(share) // 5]


def test_tests_of_a_file_stay_together() -> None:
    found = ordered(OTHERS, WAITING, workers=1)

    assert [test for test in found if test in OTHERS] == OTHERS
    assert [test for test in found if test in WAITING] == WAITING
