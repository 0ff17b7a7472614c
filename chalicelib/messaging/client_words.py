"""Refusals to send something, in words for clients: accounts, quotas and administrators are the staff's."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType

from chalicelib.base import phones
from chalicelib.base.errors import FieldError, Invalid, QuotaExceeded
from chalicelib.base.languages import N_
from chalicelib.messaging import suppressions
from chalicelib.tenancy import sms_quota

_NO_EMAIL = N_("We can send no e-mails to this address. Check it or give another one.")
_NO_SMS = N_("We can send no SMS to this phone. Give another one, or use e-mail.")
_NO_SMS_TODAY = N_("We can send no more SMS to this phone today. Use e-mail, or try again tomorrow.")
_NO_COUNTRY = N_("We send no SMS to phones of this country. Give another one, or use e-mail.")
#: By the msgid for staff, the one for clients.
_FOR_CLIENTS: Mapping[str, str] = MappingProxyType(
    {
        suppressions.COMPLAINED: _NO_EMAIL,
        suppressions.RETURNED: _NO_EMAIL,
        suppressions.REFUSED: _NO_SMS,
        phones.NOT_ALLOWED: _NO_COUNTRY,
        **dict.fromkeys((sms_quota.PHONE_FULL, sms_quota.PREFIX_FULL, sms_quota.DAY_FULL), _NO_SMS_TODAY),
    }
)


@contextmanager
def said_to_clients() -> Iterator[None]:
    """Reword the refusals that leave the block, as far as they speak of things that are the staff's."""
    try:
        yield
    except Invalid as error:
        raise Invalid([_reworded(each) for each in error.errors]) from error
    except QuotaExceeded as error:
        message = _FOR_CLIENTS.get(error.message, error.message)
        raise QuotaExceeded(message, retry_after=error.retry_after, **error.params) from error


def _reworded(error: FieldError) -> FieldError:
    return error._replace(message=_FOR_CLIENTS.get(error.message, error.message))
