"""Wrong answers for a number: after three it rests for a day, whether there is such a policy or not."""

from datetime import datetime, timedelta

from pydantic import AwareDatetime

from chalicelib.base.models import Frozen

#: Answers for a number before it rests, and the time of the rest.
MOST = 3
REST = timedelta(hours=24)


class Tries(Frozen):
    """The wrong answers for a number of late. `version` rises with each."""

    wrong: int = 0
    last_at: AwareDatetime | None = None
    version: int = 0

    def rests(self, moment: datetime) -> bool:
        """Return True while no answer for the number counts."""
        return self.wrong >= MOST and not self._has_ended(moment)

    def left(self, moment: datetime) -> int:
        """Return the number of answers that may still be given."""
        return MOST if self._has_ended(moment) else max(0, MOST - self.wrong)

    def after_wrong(self, moment: datetime) -> "Tries":
        """Return the tries after one more wrong answer."""
        before = 0 if self._has_ended(moment) else self.wrong
        return Tries(wrong=before + 1, last_at=moment, version=self.version + 1)

    def _has_ended(self, moment: datetime) -> bool:
        return self.last_at is None or moment >= self.last_at + REST
