"""The emulator's state: a service whose state changes while it is copied is saved, too."""

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from infra.local.whole_states import at_rest, read_whole


def changing(*, times: int) -> Callable[[], str]:
    """Return a reader of a state that changes so many times while it is copied."""
    left = list(range(times))

    def read() -> str:
        if left:
            left.pop()
            raise RuntimeError("dictionary changed size during iteration")
        return "whole"

    return read


def test_a_state_that_changes_is_read_again_and_saved() -> None:
    saved: dict[str, Any] = {}
    persistence = SimpleNamespace(save_all=lambda states: saved.update({name: read() for name, read in states.items()}))
    app = SimpleNamespace(save_all=persistence.save_all)
    read_whole(persistence, app)

    for owner in (persistence, app):
        saved.clear()
        owner.save_all({"lambda": changing(times=2), "s3": changing(times=0)})
        assert saved == {"lambda": "whole", "s3": "whole"}


def test_a_state_that_never_rests_is_given_up() -> None:
    assert at_rest(changing(times=2), readings=3, pause=0) == "whole"
    with pytest.raises(RuntimeError):
        at_rest(changing(times=3), readings=3, pause=0)
