"""People of an account who are told of cases by e-mail, and the e-mails that they got."""

from typing import Any, NamedTuple

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.features.cases import news
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.model import Case
from chalicelib.identity import table
from chalicelib.identity.case_emails import OwnCaseEmails
from chalicelib.identity.model import Role, User
from chalicelib.outbox import service as notifications
from chalicelib.outbox.model import OutboxStatus
from chalicelib.tenancy.model import Account
from tests.support import mailboxes, outbox

_OPEN = (OutboxStatus.PENDING, OutboxStatus.SENDING)


class Letter(NamedTuple):
    """An e-mail that somebody got."""

    to: str
    subject: str
    html: str


def user(account: Account, name: str, role: Role = Role.STAFF, **said: Any) -> User:
    """Return someone who has signed in to an account; `name` is the id, and the e-mail before the @."""
    return User(
        id=name,
        account_id=account.id,
        email=f"{name}@staff.example",
        name=name.title(),
        role=role,
        **{"created_at": now(), "signed_in_at": now(), **said},
    )


def hired(account: Account, name: str, role: Role = Role.STAFF, **said: Any) -> User:
    """Write a member of an account's staff, with their choices."""
    person = user(account, name, role, **said)
    table.put_user(person)
    if person.case_emails is not OwnCaseEmails.ACCOUNT:
        table.choose_case_emails(person.id, person.case_emails)
    return person


def handed_over(case: Case, to: str) -> None:
    """Note a colleague's hand-over as news of a case: the cheapest there is."""
    tx = Transaction()
    entry = cases.note(tx, case, actor="user:colleague", type="case.handed_over", to=to)
    news.tell_staff(tx, account_id=case.account_id, case_id=case.id, entry=entry)
    tx.commit()


def dispatch() -> None:
    """Send waiting news and its follow-ups, as the stream's wake-ups do."""
    done: set[str] = set()
    while left := [item for item in outbox.items(topic="news") if item.id not in done and item.status in _OPEN]:
        for item in left:
            notifications.dispatch(item.account_id, item.id)
        done |= {item.id for item in left}


def letters() -> list[Letter]:
    """Return the e-mails to staff, in order."""
    sent = ses_backends[DEFAULT_ACCOUNT_ID][mailboxes.REGION].sent_messages
    found = [(address, message) for message in sent for address in message.destinations["ToAddresses"]]
    return [Letter(to, message.subject, str(message.body)) for to, message in found if to.endswith("@staff.example")]
