"""Views of companies' people and of invitations."""

from collections.abc import Callable

from chalicelib.base.clock import now
from chalicelib.features.cabinet.codes import masked
from chalicelib.features.companies.model import Invitation, Member
from chalicelib.features.companies.people_schemas import CompanyInvitationView, CompanyPersonView

#: Writes an e-mail for a reader.
Writing = Callable[[str], str]


def whole(email: str) -> str:
    """Return an e-mail for administrators of the company, and staff who may change clients."""
    return email


def hidden(email: str) -> str:
    """Mask an e-mail: staff who may not change clients see no whole contacts."""
    return masked("email", email) if email else ""


def person_view(member: Member, *, email: Writing = whole) -> CompanyPersonView:
    """Show a person of a company with the membership for it; the e-mail as its reader may see it."""
    person, membership = member
    return CompanyPersonView(
        id=person.id,
        client_id=membership.client_id,
        name=person.name,
        email=email(person.email or ""),
        role="administrator" if membership.role == "administrator" else "user",
        claims=membership.handles_claims,
        notify=membership.notify.value,
        disabled=membership.disabled or not person.may_sign_in,
        language=person.language,
        registered_at=person.registered_at,
    )


def invitation_view(invitation: Invitation, *, email: Writing = whole) -> CompanyInvitationView:
    """Return an invitation without its link: that is sent to the e-mail alone."""
    return CompanyInvitationView(
        id=invitation.id,
        client_id=invitation.client_id,
        name=invitation.name,
        email=email(invitation.email),
        role="administrator" if invitation.role == "administrator" else "user",
        claims=invitation.membership.handles_claims,
        notify=invitation.notify.value,
        language=invitation.language,
        sent_at=invitation.sent_at,
        ends_at=invitation.ends_at,
        is_open=invitation.is_open(now()),
    )
