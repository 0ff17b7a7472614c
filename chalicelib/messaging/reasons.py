"""Reasons for which a message failed, as codes and in words."""

from enum import StrEnum

from chalicelib.base.languages import N_


class FailureReason(StrEnum):
    """The reason that a message keeps; `words` explains it to people.

    The first eight are a sender's own answers (aws/messaging.py), the others are reported later by SNS or SES.
    """

    RECIPIENT = "recipient"
    OPTED_OUT = "opted_out"
    CONTENT = "content"
    REFUSED = "refused"
    THROTTLED = "throttled"
    UNAVAILABLE = "unavailable"
    CONFIGURATION = "configuration"
    UNKNOWN = "unknown"

    UNKNOWN_NUMBER = "unknown_number"
    PHONE_UNREACHABLE = "phone_unreachable"
    CARRIER_UNREACHABLE = "carrier_unreachable"
    CARRIER_BLOCKED = "carrier_blocked"
    PHONE_BLOCKED = "phone_blocked"
    TOO_EXPENSIVE = "too_expensive"
    OUT_OF_BUDGET = "out_of_budget"
    HELD = "held"
    ACCEPTED_BY_CARRIER = "accepted_by_carrier"

    NO_MAILBOX = "no_mailbox"
    MAILBOX_FULL = "mailbox_full"
    MAIL_REFUSED = "mail_refused"
    MAIL_RETURNED = "mail_returned"
    MAIL_DELAYED = "mail_delayed"
    COMPLAINT = "complaint"
    PROVIDER_LIST = "provider_list"
    SUPPRESSED = "suppressed"

    @property
    def words(self) -> str:
        """Return the msgid (English) that says it to staff."""
        return _WORDS[self]


#: Conditions that may pass by themselves. A report of a delivery outweighs them, earlier or later. Why: mail servers
#: send "try later" and replies of absent people after they have taken a message.
PASSING = frozenset(
    {
        FailureReason.PHONE_UNREACHABLE,
        FailureReason.CARRIER_UNREACHABLE,
        FailureReason.MAILBOX_FULL,
        FailureReason.MAIL_RETURNED,
        FailureReason.UNKNOWN,
        FailureReason.THROTTLED,
    }
)
#: After these an address gets no more messages of the account, until an administrator allows it.
SUPPRESSING = frozenset(
    {
        FailureReason.OPTED_OUT,
        FailureReason.NO_MAILBOX,
        FailureReason.MAIL_REFUSED,
        FailureReason.COMPLAINT,
        FailureReason.PROVIDER_LIST,
    }
)

_WORDS = {
    FailureReason.RECIPIENT: N_("there is no such address"),
    FailureReason.OPTED_OUT: N_("the recipient has refused SMS"),
    FailureReason.CONTENT: N_("the message was refused for what it says"),
    FailureReason.REFUSED: N_("the message was refused"),
    FailureReason.THROTTLED: N_("too many messages at once"),
    FailureReason.UNAVAILABLE: N_("the sending service could not be reached"),
    FailureReason.CONFIGURATION: N_("the sending service is not set up for this; tell your operator"),
    FailureReason.UNKNOWN: N_("nobody knows why"),
    FailureReason.UNKNOWN_NUMBER: N_("there is no such phone number"),
    FailureReason.PHONE_UNREACHABLE: N_("the phone could not be reached"),
    FailureReason.CARRIER_UNREACHABLE: N_("the phone's carrier could not be reached"),
    FailureReason.CARRIER_BLOCKED: N_("the phone's carrier blocked the message"),
    FailureReason.PHONE_BLOCKED: N_("the phone takes no SMS from us"),
    FailureReason.TOO_EXPENSIVE: N_("the SMS would cost more than is allowed"),
    FailureReason.OUT_OF_BUDGET: N_("the month's budget for SMS is used up; tell your operator"),
    FailureReason.HELD: N_("held until the next hour: this service has sent as many SMS as its operator allows"),
    FailureReason.ACCEPTED_BY_CARRIER: N_("taken by the phone's carrier; the phone itself has not confirmed it"),
    FailureReason.NO_MAILBOX: N_("there is no such mailbox"),
    FailureReason.MAILBOX_FULL: N_("the mailbox is full"),
    FailureReason.MAIL_REFUSED: N_("the recipient's mail server refused it for good"),
    FailureReason.MAIL_RETURNED: N_("the recipient's mail server could not take it"),
    FailureReason.MAIL_DELAYED: N_("the recipient's mail server makes it wait"),
    FailureReason.COMPLAINT: N_("the recipient reported it as spam"),
    FailureReason.PROVIDER_LIST: N_("the mail service does not write to this address any more"),
    FailureReason.SUPPRESSED: N_("this address is blocked after earlier messages"),
}


def known(reason: str | None) -> FailureReason | None:
    """Return the reason that a code names; None for words that were kept in place of a code."""
    return FailureReason(reason) if reason in set(FailureReason) else None


def in_words(reason: str) -> str:
    """Return the msgid that says a kept reason."""
    code = known(reason)
    return code.words if code else reason
