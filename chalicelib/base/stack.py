"""Places of raised errors, in words that logs may carry."""

import traceback


def where(error: BaseException) -> str:
    """Return the place where an error was raised, innermost first. Never its message: that may hold a caller's data."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-12:])
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames)
