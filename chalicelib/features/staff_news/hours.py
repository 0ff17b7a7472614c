"""The hours (UTC) by which the e-mails of a person are counted."""

from datetime import datetime, timedelta
from typing import NamedTuple, Self

from chalicelib.base.clock import now

#: Single e-mails that a person gets in an hour; further news is told together after it.
AN_HOUR = 20
#: The delay of a digest after its hour: all its writers have ended by then.
AFTERWARDS = timedelta(minutes=5)
_WRITTEN = "%Y-%m-%dT%HZ"


class Hour(NamedTuple):
    """One hour of one person's e-mails."""

    account_id: str
    user_id: str
    begins_at: datetime

    @classmethod
    def present(cls, account_id: str, user_id: str) -> Self:
        """Return the hour of this moment."""
        return cls(account_id, user_id, now().replace(minute=0, second=0, microsecond=0))

    @classmethod
    def read(cls, account_id: str, user_id: str, written: str) -> Self:
        """Return the hour that `written` names."""
        return cls(account_id, user_id, datetime.strptime(written.replace("Z", "+0000"), "%Y-%m-%dT%H%z"))

    @property
    def written(self) -> str:
        """The hour as text, in UTC."""
        return self.begins_at.strftime(_WRITTEN)

    @property
    def key(self) -> str:
        """The partition key of its rows."""
        return f"{self.account_id}#mails#{self.user_id}#{self.written}"

    @property
    def digest_at(self) -> datetime:
        """The moment at which its digest is made."""
        return self.begins_at + timedelta(hours=1) + AFTERWARDS
