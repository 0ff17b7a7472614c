"""Phones and e-mails as those see them who may not know them whole."""

from chalicelib.base.phones import display

_SEEN = 2


def masked_phone(number: str) -> str:
    """Write an E.164 number with its country code and its last two digits alone: `+7 *** ***-**-41`."""
    country, space, rest = display(number).partition(" ")
    if not space:
        return f"+***{number[-_SEEN:]}"
    hidden, seen = rest[:-_SEEN], rest[-_SEEN:]
    return f"{country} {''.join('*' if each.isdigit() else each for each in hidden)}{seen}"


def masked_email(email: str) -> str:
    """Write an e-mail address with its first letter and its domain alone: `v***@example.org`."""
    name, _, domain = email.rpartition("@")
    return f"{name[: len(name) > 1]}***@{domain}"
