"""All items of a list that is read page by page."""

from collections.abc import Callable, Iterator


def all_ids(read: Callable[[str | None], tuple[list[str], str | None]]) -> Iterator[str]:
    """Yield the ids of a list, given the function that returns a page and its end."""
    after: str | None = None
    while True:
        ids, after = read(after)
        yield from ids
        if after is None:
            return
