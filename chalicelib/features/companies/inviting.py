"""Invitations of people to act for a company: by its administrators, and by staff."""

from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client, ClientKind
from chalicelib.features.companies import refusals, table, telling
from chalicelib.features.companies.model import INVITED_FOR, Invitation, Invited
from chalicelib.frame.area.settings import area_settings
from chalicelib.identity.area.model import LoginKind
from chalicelib.identity.area.permissions import MembershipKind
from chalicelib.identity.table import area as area_table

#: E-mails with invitations to one company in a day.
MOST_A_DAY, _DAY = 100, 86_400


def find_company(account_id: str, client_id: str) -> Client | None:
    """Return a client that is a company and was not erased; None otherwise."""
    client = clients.find_client(account_id, client_id)
    is_company = client is not None and client.facts.kind is ClientKind.COMPANY and client.blocked is None
    return client if is_company else None


def list_invitations(account_id: str, client_id: str) -> list[Invitation]:
    """Return the invitations to a company that nobody has accepted, the latest first."""
    return [each for each in table.list_invitations(account_id, client_id) if each.used_at is None]


def invite(account_id: str, client_id: str, invited: Invited, *, actor: str) -> Invitation:
    """Invite a person by e-mail. Raises Conflict for one who is invited or belongs to the company, QuotaExceeded."""
    demand_area(account_id)

    def write() -> Invitation:
        before, moment = table.get_by_email(account_id, client_id, invited.email), now()
        if before is not None and before.is_open(moment):
            raise refusals.invited_already(before.id)
        _demand_no_member(account_id, client_id, invited.email)
        invitation = Invitation(
            **invited._asdict(),
            id=new_id("inv"),
            account_id=account_id,
            client_id=client_id,
            actor=actor,
            made_at=moment,
            sent_at=moment,
            ends_at=moment + INVITED_FOR,
            version=before.version + 1 if before else 1,
        )
        return _send(invitation, replacing=before)

    return retry_stale(write)


def send_again(account_id: str, client_id: str, invitation_id: str) -> Invitation:
    """Send an invitation again; its link opens for seven days from now. Raises NotFound, QuotaExceeded."""
    demand_area(account_id)

    def write() -> Invitation:
        before, moment = find_invitation(account_id, client_id, invitation_id), now()
        changes = {"sent_at": moment, "ends_at": moment + INVITED_FOR, "version": before.version + 1}
        return _send(before.model_copy(update=changes), replacing=before)

    return retry_stale(write)


def withdraw(account_id: str, client_id: str, invitation_id: str) -> None:
    """Withdraw an invitation: its link opens no more. Raises NotFound."""

    def write() -> None:
        tx = Transaction()
        table.delete_invitation(tx, find_invitation(account_id, client_id, invitation_id))
        tx.commit()

    retry_stale(write)


def find_invitation(account_id: str, client_id: str, invitation_id: str) -> Invitation:
    """Return an invitation that nobody has accepted. Raises NotFound."""
    found = (each for each in list_invitations(account_id, client_id) if each.id == invitation_id)
    invitation = next(found, None)
    if invitation is None:
        raise refusals.no_invitation()
    return invitation


def demand_area(account_id: str) -> None:
    """Raise Conflict if the account has no client area that is open."""
    if not area_settings(account_id).on:
        raise refusals.no_area()


def _demand_no_member(account_id: str, client_id: str, email: str) -> None:
    person_id = area_table.find_login(account_id, LoginKind.EMAIL, email)
    person = area_table.get_person(account_id, person_id) if person_id else None
    if person is not None and person.find_membership(client_id, MembershipKind.COMPANY) is not None:
        raise refusals.member_already()


def _send(invitation: Invitation, *, replacing: Invitation | None) -> Invitation:
    count_attempt(
        "company-invitations", f"{invitation.account_id}#{invitation.client_id}", limit=MOST_A_DAY, seconds=_DAY
    )
    tx = Transaction()
    table.put_invitation(tx, invitation, replacing=replacing)
    telling.queue_invitation(tx, invitation)
    tx.commit()
    return invitation
