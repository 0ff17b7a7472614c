"""Calls about several sockets that run side by side."""

from concurrent.futures import ThreadPoolExecutor

#: Calls that run at once, and so the connections that a function keeps to a service.
AT_ONCE = 10


def side_by_side() -> ThreadPoolExecutor:
    """Return a pool of AT_ONCE threads, for the time of a `with` block."""
    return ThreadPoolExecutor(max_workers=AT_ONCE)
