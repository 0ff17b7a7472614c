"""Moves accounts to settings by section: `make migrate STAGE=prod` (STAGE=local: the system that `make run` runs).

Run it after the release that brought sections is deployed in all functions. Until then each account stays in the one
item that the former release reads and writes, too. It may be stopped and run again at any time. Each account is moved
by one transaction, and a moved one is left alone (decisions/0051).
"""

import sys
from collections.abc import Iterator

from pydantic import ValidationError

from chalicelib.base.errors import DomainError
from infra.all_accounts import accounts, run


class Unmoved(Exception):
    """Some accounts could not be moved; a line for each."""


def main(arguments: list[str]) -> int:
    """Move the accounts of a stage and say which; 1 with a line for each that can't be moved."""
    description = "Move settings to sections."
    try:
        return run(arguments, name="migrate", description=description, refused="can't migrate", lines=migrate)
    except Unmoved as error:
        print(*(f"osmotr: {line}" for line in str(error).splitlines()), sep="\n", file=sys.stderr)
        return 1


def migrate() -> Iterator[str]:
    """Move all accounts; yield a line for each, for people. Raises Unmoved at the end for those that stay."""
    from chalicelib.tenancy.table import split  # noqa: PLC0415 - reads the environment that `run` has set

    counts, unmoved = {True: 0, False: 0}, []
    for account_id in accounts():
        try:
            is_moved = split(account_id)
        except (DomainError, ValidationError) as error:
            unmoved.append(f"{account_id} can't be moved and stays as it is: {error}".replace("\n", " "))
            continue
        counts[is_moved] += 1
        yield f"{account_id}: settings moved to sections" if is_moved else f"{account_id}: moved already"
    yield f"{counts[True]} accounts moved, {counts[False]} moved already, {len(unmoved)} failed"
    if unmoved:
        raise Unmoved("\n".join(unmoved))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
