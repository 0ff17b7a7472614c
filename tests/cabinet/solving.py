"""Solutions of the proof of work, found by altcha's own solver, which the page's script is compared with."""

from collections.abc import Mapping
from typing import Any

import altcha


def solve(work: Mapping[str, Any]) -> str:
    """Return the solution of a challenge's proof of work, as a page sends it."""
    challenge = altcha.Challenge.from_dict(dict(work))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()
