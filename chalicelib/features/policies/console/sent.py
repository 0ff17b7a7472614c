"""The line of a page that says to whom a link was sent, and when."""

from collections.abc import Iterable
from datetime import datetime

from chalicelib.base import localized
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.clients import service as clients
from chalicelib.features.policies.model import Change, Policy, Quote
from chalicelib.features.policies.service.telling import TOLD
from chalicelib.features.policies.tellings import What, channel_to
from chalicelib.tenancy import service as accounts


def sent_line(
    thing: Policy | Quote,
    changes: Iterable[Change],
    language: Language,
    *,
    what: What,
    part: int = 0,
    since: datetime | None = None,
) -> str:
    """Return the line about the last message of a kind; `changes` are the history, oldest first."""
    sent = [each for each in changes if _is_of(each, what, part, since)]
    if sent:
        zone = accounts.load_account(thing.account_id).zone
        moment = localized.moment(language, sent[-1].at, zone)
        return text(language, N_("Sent to {to}, {moment}"), to=sent[-1].data.get("to", ""), moment=moment)
    if since is None:
        return ""
    if channel_to(clients.find_client(thing.account_id, thing.client_id), what) is None:
        return text(language, N_("The client has neither an e-mail nor a phone: pass the link on yourself."))
    return text(language, N_("The message is on its way. Reload the page in some seconds."))


def _is_of(change: Change, what: What, part: int, since: datetime | None) -> bool:
    said = (change.type, change.data.get("what"), change.data.get("part", 0))
    return said == (TOLD, what, part) and (since is None or change.at >= since)
