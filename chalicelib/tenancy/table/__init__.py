"""Rows of an account's settings and of its counters, in the accounts table; one function per access pattern.

| item | pk | sk |
|---|---|---|
| an account's own item: who gets in, or all settings of one from before there were sections | `<account>` | `account` |
| a section of its settings, in one part or more | `<account>` | `account#<section>#<part>` |
| a section that a feature brings | `<account>` | `settings#<section>#<part>` |
| SMS counted by day, by phone and by prefix | `<account>#sms#<day>` | `day`, `phone#<E.164>`, `prefix#<digits>` |
| its SMS segments by hour (UTC) | `<account>#sms#<day>` | `hour#<hour>` |
| SMS segments of the whole deployment by hour (UTC) | `sms#<hour>` | `segments` |

The segments' key belongs to no tenant; every other one begins with it. Rows of people, keys and sessions are in
identity/table.
"""

from chalicelib.tenancy.table.accounts import Stored, get_stored, insert_account, put_tenant, replace, split
from chalicelib.tenancy.table.counters import (
    CounterRow,
    count_at_bound,
    count_segments,
    count_sent_sms,
    count_sms,
    segments_counted,
    sms_counted,
    uncount_segments,
)
from chalicelib.tenancy.table.sections import get_feature_section, put_feature_section

__all__ = [
    "CounterRow",
    "Stored",
    "count_at_bound",
    "count_segments",
    "count_sent_sms",
    "count_sms",
    "get_feature_section",
    "get_stored",
    "insert_account",
    "put_feature_section",
    "put_tenant",
    "replace",
    "segments_counted",
    "sms_counted",
    "split",
    "uncount_segments",
]
