"""The inspection of a quote's vehicle."""

from datetime import datetime

from chalicelib.base.models import Frozen


class Inspection(Frozen):
    """The last photo request that was made for a quote; `number` rises with each further one, in the same case."""

    account_id: str
    quote_id: str
    number: int = 1
    case_id: str
    request_id: str
    asked_at: datetime
    asked_by: str
