"""Notices: e-mails to people of an account, in its language. Each feature declares its own (`staff_notices`)."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.templating import templates_in
from chalicelib.identity.administrators import find_administrator
from chalicelib.identity.model import User
from chalicelib.messaging.letters import TEMPLATES, Email

if TYPE_CHECKING:
    from jinja2 import Template

_AS_ADMINISTRATOR = N_("You get this e-mail as an administrator of {account} in Osmotr.")


class Notice(NamedTuple):
    """The texts of a notice, msgids with places for `params` and `account`."""

    subject: str
    paragraphs: tuple[str, ...]
    #: The console's page to act on.
    page: str
    #: The reason for getting it.
    why: str = _AS_ADMINISTRATOR
    #: Returns the person of an account by id; None for one that it does not concern any more.
    recipient: Callable[[str, str], User | None] = find_administrator


def render_notice(
    notice: Notice, *, language: Language, account_name: str, base: str, params: Mapping[str, str]
) -> Email:
    """Return subject, HTML and plain text of a notice.

    `base` is the address that pages of this deployment begin with.
    """
    places = {**params, "account": account_name}
    title = text(language, notice.subject, **places)
    said = [text(language, each, **places) for each in notice.paragraphs]
    why = text(language, notice.why, **places)
    page = base + notice.page.format(**params)
    html = _template().render(language=language, title=title, paragraphs=said, page=page, why=why)
    return Email(title, html, "\n\n".join([*said, page, f"-- \n{why}"]) + "\n")


@cache
def _template() -> "Template":
    return templates_in(TEMPLATES).get_template("notice.html")
