"""The documents that the link of a message opens. The token is the permission, as long as the client is there."""

from datetime import datetime, timedelta
from typing import NamedTuple

from chalicelib.base.clock import now
from chalicelib.base.errors import LinkUnknown
from chalicelib.features.clients import service as clients
from chalicelib.features.clients.model import Client
from chalicelib.features.policies import table
from chalicelib.features.policies.links import LINK_UNKNOWN, Named, read_token
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.settings import sale_settings
from chalicelib.features.policies.status import begin_of
from chalicelib.features.policies.subjects import receipt_subject
from chalicelib.features.printing import service as printing
from chalicelib.features.printing.model import Document, DocumentState
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account


class Opened(NamedTuple):
    """A document behind a link; `document` is None until one is ordered."""

    account: Account
    client: Client
    policy: Policy
    #: The number of an instalment whose receipt it is; 0: the policy itself.
    part: int
    document: Document | None

    @property
    def is_printed(self) -> bool:
        """Return True if there is a file."""
        return self.document is not None and self.document.state is DocumentState.PRINTED


def open_file(token: str) -> Opened:
    """Return the document of a link: the latest that is printed, else the latest. Raises LinkUnknown.

    It ends some time after the policy does, and with the erasure of the client.
    """
    named = read_token("file", token)
    policy = table.get_policy(named.account_id, named.thing_id)
    client = clients.find_client(named.account_id, policy.client_id) if policy else None
    if policy is None or client is None or client.blocked is not None:
        raise LinkUnknown(LINK_UNKNOWN)
    account = accounts.load_account(named.account_id)
    if now() >= ends_at(account, policy):
        raise LinkUnknown(LINK_UNKNOWN)
    return Opened(account, client, policy, named.part, _latest(named))


def ends_at(account: Account, policy: Policy) -> datetime:
    """Return the moment at which the links of a policy's documents end."""
    days = sale_settings(account.id).document_days
    return begin_of(policy.insured.ends + timedelta(days=days + 1), account.zone)


def download(opened: Opened) -> str:
    """Return the presigned address of an opened document. Raises Conflict until it is printed."""
    document = opened.document
    if document is None:
        raise LinkUnknown(LINK_UNKNOWN)
    return printing.download_url(document.account_id, document.subject, document.id)


def _latest(named: Named) -> Document | None:
    subject = receipt_subject(named.thing_id, named.part) if named.part else named.thing_id
    found = printing.list_documents(named.account_id, subject)
    printed = [each for each in found if each.state is DocumentState.PRINTED]
    return next(reversed(printed or found), None)
