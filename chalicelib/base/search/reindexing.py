"""Re-indexing after a change of the rule for terms: each item that has another rule's terms is written anew."""

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from itertools import batched

#: Items that are re-indexed at a time, and ids of items held in memory together.
AT_ONCE, TOGETHER = 8, 200


def reindex_items(item_ids: Iterable[str], reindex: Callable[[str], bool]) -> int:
    """Re-index items, several at a time; return the number of those that had terms of another rule.

    `reindex` writes the terms of one and returns True if they were of another rule. It demands the item as it was read,
    since use cases go on meanwhile.
    """
    with ThreadPoolExecutor(max_workers=AT_ONCE) as pool:
        return sum(sum(pool.map(reindex, some)) for some in batched(item_ids, TOGETHER))
