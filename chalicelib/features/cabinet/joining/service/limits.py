"""Limits of registrations, by address, number and account. All count numbers that exist and others alike."""

from chalicelib.aws.rate_limits import count_attempt, count_attempt_by_address, read_attempts
from chalicelib.base.errors import QuotaExceeded
from chalicelib.base.folding import fold_code
from chalicelib.base.languages import N_
from chalicelib.base.observability import alarm

_HOUR, _DAY = 3600, 86_400
#: Challenges and starts of an address (of IPv6 a /64) in an hour, starts with a number in a day.
CHALLENGES, STARTS, OF_NUMBER = 60, 10, 5
#: Other steps of an address in an hour.
STEPS = 120
#: Wrong details and answers of an account in an hour, after which both challenges are demanded.
FAILURES = 200
_NUMBER_USED_UP = N_("This number was tried too often today. Try again tomorrow, or call the organisation.")


def count_challenge(address: str) -> None:
    """Count a challenge. Raises QuotaExceeded."""
    count_attempt_by_address("join-challenges", address, limit=CHALLENGES, seconds=_HOUR)


def count_start(address: str) -> None:
    """Count a start from an address. Raises QuotaExceeded."""
    count_attempt_by_address("join-start", address, limit=STARTS, seconds=_HOUR)


def count_start_of_number(account_id: str, number: str) -> None:
    """Count a start with a number. Raises QuotaExceeded."""
    subject = f"{account_id}#{fold_code(number)}"
    count_attempt("join-number", subject, limit=OF_NUMBER, seconds=_DAY, refusal=_NUMBER_USED_UP)


def count_step(address: str) -> None:
    """Count a further step from an address. Raises QuotaExceeded."""
    count_attempt("join-step", address, limit=STEPS, seconds=_HOUR)


def count_failure(account_id: str) -> None:
    """Count wrong details or a wrong answer; raises an alarm for many."""
    try:
        count_attempt("join-failures", account_id, limit=FAILURES, seconds=_HOUR)
    except QuotaExceeded:
        alarm("many failed registrations", account_id=account_id)


def is_attacked(account_id: str) -> bool:
    """Return True if both challenges are demanded: many registrations of the account failed of late."""
    return read_attempts("join-failures", account_id, seconds=_HOUR) >= FAILURES
