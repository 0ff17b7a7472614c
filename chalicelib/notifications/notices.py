"""E-mails to the administrators of an account, in its language."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING

from chalicelib.languages import N_, Language, text
from chalicelib.notifications.texts import TEMPLATES, Email

if TYPE_CHECKING:
    from jinja2 import Template

#: By kind: the subject, and the paragraphs; `params` fill their places.
_WORDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "endpoint_failing": (
        N_("Webhooks to {host} are switched off"),
        (
            N_("For 75 hours nothing that we sent to {host} (endpoint {endpoint}) was accepted, so we stopped."),
            N_("Your systems have not learned since then what happened in your cases; nothing is lost, though: events "
               "are kept for 30 days."),
            N_("When the server works again, enable the endpoint on this page, which then offers to deliver what was "
               "missed:"),
        ),
    ),
    "endpoint_gone": (
        N_("Webhooks to {host} are switched off"),
        (
            N_("The server {host} (endpoint {endpoint}) answered 410 Gone: it does not want our webhooks any more, so "
               "we stopped."),
            N_("If that is as it should be, there is nothing to do. If not, enable the endpoint on this page, which "
               "then offers to deliver what was missed; events are kept for 30 days:"),
        ),
    ),
}  # fmt: skip
#: By kind: the page of the console where something can be done about it.
_PAGES: Mapping[str, str] = {
    "endpoint_failing": "/console/settings/webhooks/{endpoint}",
    "endpoint_gone": "/console/settings/webhooks/{endpoint}",
}
_WHY = N_("You get this e-mail as an administrator of {account} in Osmotr.")


def render_notice(kind: str, *, language: Language, account_name: str, base: str, params: Mapping[str, str]) -> Email:
    """Return subject, HTML and plain text of a notice; a kind that is not known is a KeyError.

    `base` is the address that pages of this deployment begin with.
    """
    subject, paragraphs = _WORDS[kind]
    title = text(language, subject, **params)
    said = [text(language, each, **params) for each in paragraphs]
    why = text(language, _WHY, account=account_name)
    page = base + _PAGES[kind].format(**params)
    html = _template().render(language=language, title=title, paragraphs=said, page=page, why=why)
    return Email(title, html, "\n\n".join([*said, page, "-- ", why]) + "\n")


@cache
def _template() -> "Template":
    from jinja2 import Environment, FileSystemLoader, StrictUndefined  # noqa: PLC0415 - heavy

    environment = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined)
    return environment.get_template("email/notice.html")
