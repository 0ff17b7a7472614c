"""Re-indexes for search: `make reindex STAGE=prod` (STAGE=local: the system that `make run` runs).

Run it after a release with another rule of searching is deployed. Until then items are found by both rules, with one
more Query. It may be stopped and run again at any time, and goes on from there (decisions/0022).
"""

import sys
from collections.abc import Iterator

from chalicelib.base.installed import reindexers
from infra.all_accounts import accounts, run


def main(arguments: list[str]) -> int:
    """Re-index a stage and print the numbers. Returns 1, with one line printed, when it can't be done."""
    description = "Write all search terms anew."
    return run(arguments, name="reindex", description=description, refused="can't re-index", lines=reindex)


def reindex() -> Iterator[str]:
    """Re-index the items of all features in all accounts; yield a line for each account, for people."""
    for name, reindex_all in reindexers().items():
        for account_id, number in reindex_all(accounts()):
            yield f"{account_id}: {number} {name} re-indexed"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
