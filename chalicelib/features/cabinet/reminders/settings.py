"""Settings of reminders: for each kind nothing, the cabinet alone, or a message, too."""

from typing import Literal

from chalicelib.base.models import Frozen
from chalicelib.features.cabinet.reminders.model import About
from chalicelib.tenancy import sections

#: `off`: none. `cabinet`: only in the client area. `message`: there, and by e-mail or else SMS.
Way = Literal["off", "cabinet", "message"]


class ReminderSettings(Frozen):
    """The account's rules for reminders of its clients."""

    instalments: Way = "message"
    #: Messages need the client's consent to advertising all the same.
    renewals: Way = "message"
    deductibles: Way = "message"
    #: True: clients without an e-mail get an SMS.
    sms: bool = True
    #: True: clients without a cabinet get messages, too.
    without_cabinet: bool = True

    def way_of(self, about: About) -> Way:
        """Return the way of reminders of a kind."""
        ways: dict[About, Way] = {
            About.INSTALMENT: self.instalments,
            About.RENEWAL: self.renewals,
            About.DEDUCTIBLE: self.deductibles,
        }
        return ways[about]


def reminder_settings(account_id: str) -> ReminderSettings:
    """Return the rules of an account, as they were at most half a minute ago."""
    return sections.load(account_id, ReminderSettings)
