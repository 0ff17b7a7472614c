"""The account's SMS of a day: their number, and the check of another one."""

from datetime import datetime, timedelta

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.errors import DomainError, QuotaExceeded
from chalicelib.base.languages import N_
from chalicelib.tenancy import table
from chalicelib.tenancy.model import Account, SmsDay, SmsUse

#: Refusals, as staff read them.
PHONE_FULL = N_("This phone has got as many SMS today as the account allows. Use e-mail.")
PREFIX_FULL = N_("This range of numbers has got as many SMS today as the account allows.")
DAY_FULL = N_("The account has sent as many SMS today as its quota allows. Use e-mail.")
#: SMS of one day up to which it is cheap to look at each phone's counter: about 20 read units.
COUNTED_BY_PHONE = 1000


def reserve_sms(tx: Transaction, *, account: Account, phone: str, messages: int = 1) -> None:
    """Count SMS against the account's bounds in the caller's transaction, which fails with QuotaExceeded over any.

    `phone` is E.164. The country is checked where the phone is parsed, since that names the field.
    """
    table.count_sms(
        tx,
        account_id=account.id,
        day=_today(),
        messages=messages,
        bounds=[
            (
                f"phone#{phone}",
                account.sms.per_phone_per_day,
                lambda _: _over(PHONE_FULL),
            ),
            (
                f"prefix#{phone[:-3]}",
                account.sms.per_prefix_per_day,
                lambda _: _over(PREFIX_FULL),
            ),
            (
                "day",
                account.sms.per_day,
                lambda _: _over(DAY_FULL),
            ),
        ],
    )


def show_sms_use(account: Account) -> SmsUse:
    """Return the account's SMS of today and the three days before (UTC), and the recipients at their bound."""
    today = now().replace(hour=0, minute=0, second=0, microsecond=0)
    days = [today - timedelta(days=ago) for ago in range(4)]
    used = table.count_sent_sms(account.id, days)
    cheap = used[0] <= COUNTED_BY_PHONE
    bounds = {"phone#": account.sms.per_phone_per_day, "prefix#": account.sms.per_prefix_per_day}
    reached = [
        table.count_at_bound(account.id, today, kind, bound) if cheap else None for kind, bound in bounds.items()
    ]
    return SmsUse(
        days=tuple(SmsDay(day=day.date(), used=count) for day, count in zip(days, used, strict=True)),
        phones_at_bound=reached[0],
        prefixes_at_bound=reached[1],
    )


def has_sms_left(*, account: Account, phone: str) -> bool:
    """Return True if the account's bounds allow another SMS to a phone today; `reserve_sms` decides."""
    day, bounds = (
        _today(),
        {
            f"phone#{phone}": account.sms.per_phone_per_day,
            f"prefix#{phone[:-3]}": account.sms.per_prefix_per_day,
            "day": account.sms.per_day,
        },
    )
    return all(table.sms_counted(account.id, day, sort_key) < bound for sort_key, bound in bounds.items())


def _today() -> datetime:
    return now().replace(hour=0, minute=0, second=0, microsecond=0)


def _over(message: str) -> DomainError:
    tomorrow = 86400 - int(now().timestamp()) % 86400
    return QuotaExceeded(message, retry_after=tomorrow)
