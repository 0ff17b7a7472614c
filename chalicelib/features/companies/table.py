"""Rows of invitations to companies, in the table `area`.

`h` is the keyed hash of the e-mail, `s` the SHA-256 of the link's secret.

| item | pk | sk |
|---|---|---|
| invitation of an e-mail to a company | `a#company#<client>` | `inv#<h>` |
| the invitation of a link | `a#company-link#<s>` | `link` |
"""

from datetime import timedelta

from pynamodb.attributes import NumberAttribute, UnicodeAttribute

from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.features.companies.links import digest_of, token_of
from chalicelib.features.companies.model import Invitation
from chalicelib.identity.area.logins import login_hash
from chalicelib.identity.area.model import LoginKind
from chalicelib.identity.table.area_rows import AreaRow, seconds

#: The time for which an invitation is shown after its end.
_KEPT = timedelta(days=90)


class CompanyInvitationRow(AreaRow, discriminator="company_invitation"):
    """An invitation of an e-mail to a company; the version is an attribute for conditions."""

    document = Document()
    version = NumberAttribute()

    def model(self) -> Invitation:
        return Invitation.model_validate({**self.document, "version": int(self.version)})


class CompanyLinkRow(AreaRow, discriminator="company_link"):
    """The invitation of a link."""

    client = UnicodeAttribute()
    invitation = UnicodeAttribute()


def put_invitation(tx: Transaction, invitation: Invitation, *, replacing: Invitation | None) -> None:
    """Write an invitation with its link; Stale if the one before was changed, or another one came meanwhile."""
    row = _row(invitation)
    if replacing is None:
        tx.insert(row)
    else:
        tx.put(row, condition=CompanyInvitationRow.version == replacing.version)
    if replacing is not None and replacing.id != invitation.id:
        tx.delete(CompanyLinkRow(_link_key(replacing), "link"))
    link = CompanyLinkRow(_link_key(invitation), "link", client=invitation.client_id, invitation=invitation.id)
    link.ttl = row.ttl
    tx.put(link)


def delete_invitation(tx: Transaction, invitation: Invitation) -> None:
    """Delete an invitation that was read, with its link; Stale if it changed meanwhile."""
    row = _row(invitation)
    tx.delete(row, condition=CompanyInvitationRow.version == invitation.version)
    tx.delete(CompanyLinkRow(_link_key(invitation), "link"))


def move_invitation(tx: Transaction, invitation: Invitation, client_id: str) -> None:
    """Write an invitation that was read as one to another company, which has none of the e-mail; the link stays."""
    tx.delete(_row(invitation), condition=CompanyInvitationRow.version == invitation.version)
    row = _row(invitation.model_copy(update={"client_id": client_id}))
    tx.insert(row)
    link = CompanyLinkRow(_link_key(invitation), "link", client=client_id, invitation=invitation.id)
    link.ttl = row.ttl
    tx.put(link)


def get_by_email(account_id: str, client_id: str, email: str) -> Invitation | None:
    """GetItem: the invitation of an e-mail to a company."""
    try:
        row = CompanyInvitationRow.get(*_key(account_id, client_id, email), consistent_read=True)
    except CompanyInvitationRow.DoesNotExist:
        return None
    return row.model()


def list_invitations(account_id: str, client_id: str) -> list[Invitation]:
    """Query: the invitations to a company, the latest first."""
    pk = _partition(account_id, client_id)
    rows = CompanyInvitationRow.query(pk, CompanyInvitationRow.sk.startswith("inv#"), consistent_read=True)
    return sorted((row.model() for row in rows), key=lambda each: each.id, reverse=True)


def find_by_token(account_id: str, token: str) -> Invitation | None:
    """GetItem and Query: the invitation of a link."""
    digest = digest_of(token)
    try:
        link = CompanyLinkRow.get(f"{account_id}#company-link#{digest}", "link") if digest else None
    except CompanyLinkRow.DoesNotExist:
        return None
    if link is None:
        return None
    found = list_invitations(account_id, link.client)
    return next((each for each in found if each.id == link.invitation), None)


def delete_of_client(account_id: str, client_id: str) -> None:
    """Query, then DeleteItem each: the invitations to a company with their links. Idempotent."""
    for each in list_invitations(account_id, client_id):
        CompanyLinkRow(_link_key(each), "link").delete()
        CompanyInvitationRow(*_key(account_id, client_id, each.email)).delete()


def _row(invitation: Invitation) -> CompanyInvitationRow:
    key = _key(invitation.account_id, invitation.client_id, invitation.email)
    document = invitation.model_dump(mode="json", exclude={"version"})
    row = CompanyInvitationRow(*key, document=document, version=invitation.version)
    row.ttl = seconds(invitation.ends_at + _KEPT)
    return row


def _partition(account_id: str, client_id: str) -> str:
    return f"{account_id}#company#{client_id}"


def _key(account_id: str, client_id: str, email: str) -> tuple[str, str]:
    return _partition(account_id, client_id), f"inv#{login_hash(account_id, LoginKind.EMAIL, email)}"


def _link_key(invitation: Invitation) -> str:
    return f"{invitation.account_id}#company-link#{digest_of(token_of(invitation))}"
