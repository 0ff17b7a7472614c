"""Steps of the cabinet that wait for a code, and changed contacts."""

from pydantic import AwareDatetime

from chalicelib.base.channels import Channel
from chalicelib.base.emails import StoredEmail
from chalicelib.base.models import Frozen


class Waiting(Frozen):
    """A sign-in with a right password, which waits for a code since the device is new."""

    account_id: str
    slug: str
    person_id: str
    #: The shown contact that the code went to, masked.
    to: str
    ends_at: AwareDatetime


class Recovery(Frozen):
    """A recovery of access, of a person or of nobody: the caller sees no difference."""

    id: str
    account_id: str
    slug: str
    person_id: str | None
    ends_at: AwareDatetime


class FormerContact(Frozen):
    """A changed contact as it was before, and the end of the time for restoring it by the link."""

    id: str
    account_id: str
    slug: str
    person_id: str
    channel: Channel
    former: StoredEmail
    present: StoredEmail
    changed_at: AwareDatetime
    until: AwareDatetime
