"""The queue of looks at payment providers. A message is a hint: the sweep asks again for a look that got lost."""

from datetime import timedelta

from botocore.exceptions import BotoCoreError, ClientError

from chalicelib.aws import queues
from chalicelib.base.observability import log
from chalicelib.base.settings import settings


def is_there() -> bool:
    """Return True if the stage has the queue; without it, looks are made at once."""
    return bool(settings().queue_url("payment-looks"))


def send(look: str, *, account_id: str, delay: timedelta = timedelta(0)) -> None:
    """Queue a look, at most 15 minutes ahead. A later one is the sweep's."""
    seconds = int(delay.total_seconds())
    if seconds > queues.MAX_DELAY or not is_there():
        return
    try:
        queues.send(settings().queue_url("payment-looks"), [queues.Note(look, group=account_id, delay=seconds)])
    except (BotoCoreError, ClientError) as error:
        log("warning", "look not queued", account_id=account_id, error=type(error).__name__)
