"""`python -m bench [part ...]`: measure, and print a table; exit 1 when a figure is over its target."""

import sys
from importlib import import_module

from bench.environment import take_effect
from bench.table import print_figures

#: Modules with `figures()`, in the order of the table; each describes its measurement in its docstring.
PARTS = (
    "package",
    "imports",
    "first_requests",
    "endpoints",
    "round_trips",
    "imaging",
    "filing",
    "hostile",
    "archive",
    "emulator",
    "owner_page",
    "inbox",
    "clients",
    "webhooks",
    "sweep",
    "quality",
    "import_clients",
    "printing",
    "sales",
    "paying",
    "registering",
    "area_pages",
    "passwords",
    "conversations",
    "sockets",
    "announcing",
)


def main(chosen: list[str]) -> int:
    """Run the chosen parts, or all."""
    unknown = [part for part in chosen if part not in PARTS]
    if unknown:
        print(f"no such part: {', '.join(unknown)}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    take_effect()
    verdicts = [measured(part) for part in chosen or PARTS]
    return 0 if all(verdicts) else 1


def measured(part: str) -> bool:
    """Measure one part, with clients of its own: others may have put a stub in AWS's place."""
    from tests.support.world import forget_clients  # noqa: PLC0415 - its environment is complete only now

    forget_clients()
    return print_figures(import_module(f"bench.{part}").figures())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
