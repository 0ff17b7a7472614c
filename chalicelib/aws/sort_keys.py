"""Sort keys of lists that are read from the last key on."""

_NUL, _BEHIND_SURROGATES, _BEFORE_SURROGATES = "\0", "\ue000", "\ud7ff"


def just_before(key: str) -> str:
    """Return a key right before another one, since BETWEEN takes its ends in.

    A key of any cursor is taken: nothing is before NUL, and surrogates are no characters.
    """
    rest, last = key[:-1], key[-1]
    if last == _NUL:
        return rest or _NUL
    return f"{rest}{_BEFORE_SURROGATES if last == _BEHIND_SURROGATES else chr(ord(last) - 1)}~"
