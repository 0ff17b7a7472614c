"""Stages of a claim, its outcomes and ends, and the sides that act in it."""

from enum import StrEnum


class Stage(StrEnum):
    """The stage of a claim. The names that people see are the process's (processes.py)."""

    ANNOUNCED = "announced"
    DOCUMENTS = "documents"
    REVIEW = "review"
    DECIDED = "decided"
    REPAIR = "repair"
    PAYMENT = "payment"
    CLOSED = "closed"
    REJECTED = "rejected"


class Outcome(StrEnum):
    """The outcome of a decision."""

    PAYMENT = "payment"
    REPAIR = "repair"
    #: A part of the sum that was claimed is paid.
    PARTIAL = "partial"
    REFUSED = "refused"


#: Outcomes that a payment follows.
PAID = frozenset({Outcome.PAYMENT, Outcome.PARTIAL})


class Ending(StrEnum):
    """The end of a closed claim."""

    PAID = "paid"
    REPAIRED = "repaired"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class RejectionReason(StrEnum):
    """The reason why a company does not want an announced claim to be handled."""

    NOT_OURS = "not_ours"
    BELOW_DEDUCTIBLE = "below_deductible"
    SETTLED_WITH_CARRIER = "settled_with_carrier"
    NO_DAMAGE = "no_damage"
    DUPLICATE = "duplicate"
    #: With words of its own.
    OTHER = "other"


class Side(StrEnum):
    """The side that makes a move, or has to."""

    CLIENT = "client"
    STAFF = "staff"
    NOBODY = "nobody"


class Move(StrEnum):
    """A move from a stage to another."""

    START = "start"
    REJECT = "reject"
    UNDO_REJECTION = "undo_rejection"
    SEND = "send"
    REVIEW = "review"
    REQUEST_DOCUMENTS = "request_documents"
    DECIDE = "decide"
    ACCEPT = "accept"
    REFER = "refer"
    DISPUTE = "dispute"
    PAY = "pay"
    CLOSE = "close"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
