"""Where an error was raised, in words that logs may carry."""

import traceback


def where(error: BaseException) -> str:
    """Say where an error was raised, innermost first. Never what it says: that may hold what a caller sent."""
    frames = reversed(traceback.extract_tb(error.__traceback__)[-12:])
    return " < ".join(f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames)
