"""Solutions of the proof of work, found by altcha's own solver, which the page's script is compared with."""

import html
import json
import re
from collections.abc import Mapping
from typing import Any

import altcha


def solve(work: Mapping[str, Any]) -> str:
    """Return the solution of a challenge's proof of work, as a page sends it."""
    challenge = altcha.Challenge.from_dict(dict(work))
    solution = altcha.solve_challenge(challenge)
    assert solution is not None
    return altcha.Payload(challenge, solution).to_base64()


def solve_page(page: str) -> str:
    """Return the solution of the proof of work in a page."""
    found = re.search(r'data-pow="([^"]+)"', page)
    assert found
    return solve(json.loads(html.unescape(found[1])))
