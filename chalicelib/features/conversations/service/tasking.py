"""Tasks that other features find: requests at the desk of tasks, in the transactions of these features."""

from chalicelib.aws.dynamo import Transaction
from chalicelib.base.clock import now
from chalicelib.base.languages import text
from chalicelib.base.settings import settings as deployment
from chalicelib.base.tasks import Task
from chalicelib.features.conversations import table
from chalicelib.features.conversations.model import Ticket
from chalicelib.features.conversations.service.opening import begin, handler_of, new_number
from chalicelib.features.conversations.settings import feedback_settings
from chalicelib.features.conversations.terms import due_from, place_of
from chalicelib.features.conversations.threads import Side
from chalicelib.features.conversations.words import task_topic
from chalicelib.identity.principals import System, actor_of
from chalicelib.tenancy import service as accounts


def open_task(tx: Transaction, task: Task) -> None:
    """Open a task at the desk of tasks, in the account's language. Idempotent by its id."""
    if table.get_ticket(task.account_id, f"tic_{task.id}") is not None:
        return
    account = accounts.load_account(task.account_id)
    said = [text(account.language, each, **task.params) for each in task.paragraphs]
    words = "\n".join([*said, f"{deployment().public_base_url}{task.page}"])
    begin(tx, _ticket_of(task), text=words, side=Side.STAFF)


def _ticket_of(task: Task) -> Ticket:
    settings, moment, number = feedback_settings(task.account_id), now(), new_number()
    topic, desk = task_topic(task.topic), settings.desk_of_tasks
    due = due_from(moment, settings.term_of(topic, "task"), place_of(accounts.load_account(task.account_id)))
    return Ticket(
        id=f"tic_{task.id}",
        account_id=task.account_id,
        number=number,
        topic=topic,
        kind="task",
        desk=desk.code,
        client_id=task.client_id,
        policy_id=task.policy_id,
        page=task.page,
        handler=handler_of(desk, number),
        alarm_percent=settings.alarm_percent,
        since=moment,
        opened_at=moment,
        opened_by=actor_of(System()),
        changed_at=moment,
        **due._asdict(),
    )
