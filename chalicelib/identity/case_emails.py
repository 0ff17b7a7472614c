"""Choices of e-mails about news of cases: the account's rule, and each person's own before it."""

from enum import StrEnum


class CaseEmails(StrEnum):
    """The recipients of news in a case. A case without a handler is told to the administrators instead."""

    HANDLER = "handler"
    #: The handler and the administrators.
    ADMINISTRATORS = "administrators"
    EVERYBODY = "everybody"
    NOBODY = "nobody"


class OwnCaseEmails(StrEnum):
    """A person's own choice of cases to be told of; it goes before the account's rule."""

    #: Of those that the account's rule says.
    ACCOUNT = "account"
    MINE = "mine"
    ALL = "all"
    NONE = "none"
