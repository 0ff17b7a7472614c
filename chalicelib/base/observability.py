"""The one logger and the one set of metrics.

Log only ids, codes, counts and times: never names, phones, addresses, paths with tokens, or bodies. `log` takes its
fields as keyword arguments from a fixed list, so that a new field is a decision and not an accident.
"""

from typing import Literal

from aws_lambda_powertools import Logger

from chalicelib.base.stack import where

__all__ = ["FIELDS", "alarm", "log", "logger", "where"]

FIELDS = frozenset(
    {
        "account_id",
        "actor",
        "attempt",
        "bytes",
        "case_id",
        "category",
        "channel",
        "claim_id",
        "count",
        "document_id",
        "error",
        "event",
        "function",
        "kind",
        "key_shape",
        "message_id",
        "method",
        "milliseconds",
        "outbox_id",
        "payment_id",
        "photo_id",
        "reason",
        "request_id",
        "route",
        "stack",
        "status",
        "subject",
        "trace_id",
        "version_id",
    }
)

logger = Logger(service="osmotr", utc=True)


def log(level: Literal["debug", "info", "warning", "error"], event: str, /, **fields: object) -> None:
    """Write one structured line; a field that is not in FIELDS is a programming error."""
    unknown = fields.keys() - FIELDS
    if unknown:
        raise ValueError(f"fields that logs may not carry: {sorted(unknown)}")
    getattr(logger, level)(event, extra=fields)


def alarm(event: str, /, **fields: object) -> None:
    """Write an error line that a metric filter of the template counts and an alarm watches."""
    log("error", event, **fields)
