"""E-mails to people about their own access: the second factor, an invitation that leads nowhere."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.languages import N_
from chalicelib.identity.administrators import find_invited, find_member
from chalicelib.identity.factors.model import FactorEvent
from chalicelib.identity.model import User
from chalicelib.messaging.notices import Notice
from chalicelib.outbox import service as notifications

_ABOUT_ONESELF = N_("You get this e-mail because it is about your own access to {account} in Osmotr.")
_FACTOR = "/console/me/factor"

SWITCHED_ON = Notice(
    N_("Your second factor in Osmotr is switched on"),
    (
        N_(
            "From now on signing in to Osmotr for {account} takes your password and a code of your authenticator "
            "app. Your other sessions have ended."
        ),
        N_(
            "If it was not you, choose another password at once and ask an administrator of {account} to reset the "
            "second factor. It is in your profile:"
        ),
    ),
    _FACTOR,
    _ABOUT_ONESELF,
    find_member,
)

SWITCHED_OFF = Notice(
    N_("Your second factor in Osmotr is switched off"),
    (
        N_("From now on your password alone lets you in to Osmotr for {account}. Your recovery codes work no more."),
        N_("If it was not you, choose another password at once and set the second factor up again:"),
    ),
    _FACTOR,
    _ABOUT_ONESELF,
    find_member,
)

RESET = Notice(
    N_("Your second factor in Osmotr was reset"),
    (
        N_(
            "An administrator of {account} has reset your second factor. Your sessions have ended, and your "
            "password alone lets you in now."
        ),
        N_("If you did not ask for the reset, tell {account}. You set up a new one in your profile:"),
    ),
    _FACTOR,
    _ABOUT_ONESELF,
    find_member,
)

RECOVERY_CODE_USED = Notice(
    N_("A recovery code of yours was used in Osmotr"),
    (
        N_(
            "It took the place of a code of your authenticator app for {account}, and works no more. Recovery "
            "codes left: {left}."
        ),
        N_(
            "If the authenticator is lost, switch the second factor off and set it up again with another one. If "
            "it was not you, choose another password at once and make new recovery codes:"
        ),
    ),
    _FACTOR,
    _ABOUT_ONESELF,
    find_member,
)

INVITED_ELSEWHERE = Notice(
    N_("{account} invites you to Osmotr"),
    (
        N_(
            "{account} wants to give you access to its cases. With this e-mail you have access to Osmotr already, "
            "in another organisation, and an e-mail can belong to one organisation only."
        ),
        N_(
            "To work for both, ask {account} to invite another e-mail of yours. If you don't know {account}, there "
            "is nothing to do: nobody there learns whether you have access. You sign in as before:"
        ),
    ),
    "/console",
    N_("You get this e-mail because an administrator of {account} typed your address into an invitation."),
    find_invited,
)


def queue_invitation(tx: Transaction, *, user: User) -> None:
    """Queue the explanation of an invitation that leads nowhere, for a person with another account
    (identity/people.py).
    """
    data = {"notice": "invited_elsewhere", "params": {}, "user_id": user.id}
    notifications.queue_message(tx, account_id=user.account_id, data=data)


def queue_factor_notice(tx: Transaction, *, user: User, event: FactorEvent, codes_left: int = 0) -> None:
    """Queue the notice of a change to a person's own second factor (identity/factors)."""
    data = {"notice": f"factor_{event}", "params": {"left": str(codes_left)}, "user_id": user.id}
    notifications.queue_message(tx, account_id=user.account_id, data=data)
