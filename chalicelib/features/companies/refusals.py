"""Errors of companies' people."""

from chalicelib.base.errors import Conflict, Forbidden, NotFound
from chalicelib.base.languages import N_

_NO_PERSON = N_("There is no such person of the company.")
_NO_COMPANY = N_("There is no such company.")
_NOT_A_COMPANY = N_("Only companies have people in the client area. A person gets a cabinet of a policyholder.")
_NO_AREA = N_("The client area is off. It has to be turned on before people can be invited.")
_LAST = N_("An active administrator has to remain. Make somebody else an administrator first.")
_ADMINISTRATOR = N_("Administrators always handle claims. Take the administrator's role first.")
_OWN = N_("You can't change your own permissions. Ask an administrator of your company.")
_MEMBER = N_("A person with this e-mail belongs to the company already. Look at the list of its people.")
_INVITED = N_("This e-mail is invited already. Send the invitation again, or withdraw it first.")
_NO_ACCESS = N_("This person has no access for the company. Restore it first.")
_NO_INVITATION = N_("There is no such invitation: it was accepted or withdrawn.")


def no_person() -> NotFound:
    """Return the error for a person who does not act for the company."""
    return NotFound(_NO_PERSON)


def no_company() -> NotFound:
    """Return the error for a company that the caller does not administer."""
    return NotFound(_NO_COMPANY)


def not_a_company() -> Conflict:
    """Return the error for a client who is a person."""
    return Conflict(_NOT_A_COMPANY, extra={"reason": "not-a-company"})


def no_area() -> Conflict:
    """Return the error for an account without a client area."""
    return Conflict(_NO_AREA, extra={"reason": "area-off"})


def last_administrator() -> Conflict:
    """Return the error for a change after which a company had no active administrator."""
    return Conflict(_LAST, extra={"reason": "last-administrator"})


def administrator_keeps_claims() -> Conflict:
    """Return the error for taking claims from an administrator."""
    return Conflict(_ADMINISTRATOR, extra={"reason": "administrator"})


def own_permissions() -> Forbidden:
    """Return the error for somebody who wants to change the own permissions without being an administrator."""
    return Forbidden(_OWN)


def member_already() -> Conflict:
    """Return the error for inviting somebody who acts for the company."""
    return Conflict(_MEMBER, extra={"reason": "member"})


def invited_already(invitation_id: str) -> Conflict:
    """Return the error for an e-mail that has an open invitation; `extra` names that."""
    return Conflict(_INVITED, extra={"reason": "invited", "invitation_id": invitation_id})


def no_invitation() -> NotFound:
    """Return the error for an invitation that is gone."""
    return NotFound(_NO_INVITATION)


def has_no_access() -> Conflict:
    """Return the error for a password of somebody whose access for the company was taken away."""
    return Conflict(_NO_ACCESS, extra={"reason": "no-access"})
