"""E-mails to people of an account, in its language."""

from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.templating import templates_in
from chalicelib.messaging.letters import TEMPLATES, Email

if TYPE_CHECKING:
    from jinja2 import Template

INVITED_ELSEWHERE = "invited_elsewhere"
_AS_ADMINISTRATOR = N_("You get this e-mail as an administrator of {account} in Osmotr.")
_ABOUT_ONESELF = N_("You get this e-mail because it is about your own access to {account} in Osmotr.")
_FACTOR = "/console/me/factor"
_ENDPOINT = "/console/settings/webhooks/{endpoint}"


class _Notice(NamedTuple):
    """The text of a notice, with places for `params` and `account`; its reason, and the page to act on."""

    subject: str
    paragraphs: tuple[str, ...]
    page: str
    why: str = _AS_ADMINISTRATOR


_NOTICES: Mapping[str, _Notice] = {
    "endpoint_failing": _Notice(
        N_("Webhooks to {host} are switched off"),
        (
            N_("For 75 hours nothing that we sent to {host} (endpoint {endpoint}) was accepted, so we stopped."),
            N_(
                "Your systems have not learned since then what happened in your cases; nothing is lost, though: events "
                "are kept for 30 days."
            ),
            N_(
                "When the server works again, enable the endpoint on this page, which then offers to deliver what was "
                "missed:"
            ),
        ),
        _ENDPOINT,
    ),
    "endpoint_gone": _Notice(
        N_("Webhooks to {host} are switched off"),
        (
            N_(
                "The server {host} (endpoint {endpoint}) answered 410 Gone: it does not want our webhooks any more, so "
                "we stopped."
            ),
            N_(
                "If that is as it should be, there is nothing to do. If not, enable the endpoint on this page, which "
                "then offers to deliver what was missed; events are kept for 30 days:"
            ),
        ),
        _ENDPOINT,
    ),
    "factor_switched_on": _Notice(
        N_("Your second factor in Osmotr is switched on"),
        (
            N_(
                "From now on signing in to Osmotr for {account} takes your password and a code of your authenticator "
                "app. Your other sessions have ended."
            ),
            N_(
                "If it was not you, choose another password at once and ask an administrator of {account} to reset the "
                "second factor. It is in your profile:"
            ),
        ),
        _FACTOR,
        _ABOUT_ONESELF,
    ),
    "factor_switched_off": _Notice(
        N_("Your second factor in Osmotr is switched off"),
        (
            N_(
                "From now on your password alone lets you in to Osmotr for {account}. Your recovery codes work no more."
            ),
            N_("If it was not you, choose another password at once and set the second factor up again:"),
        ),
        _FACTOR,
        _ABOUT_ONESELF,
    ),
    "factor_reset": _Notice(
        N_("Your second factor in Osmotr was reset"),
        (
            N_(
                "An administrator of {account} has reset your second factor. Your sessions have ended, and your "
                "password alone lets you in now."
            ),
            N_("If you did not ask for the reset, tell {account}. You set up a new one in your profile:"),
        ),
        _FACTOR,
        _ABOUT_ONESELF,
    ),
    "factor_recovery_code_used": _Notice(
        N_("A recovery code of yours was used in Osmotr"),
        (
            N_(
                "It took the place of a code of your authenticator app for {account}, and works no more. Recovery "
                "codes left: {left}."
            ),
            N_(
                "If the authenticator is lost, switch the second factor off and set it up again with another one. If "
                "it was not you, choose another password at once and make new recovery codes:"
            ),
        ),
        _FACTOR,
        _ABOUT_ONESELF,
    ),
    INVITED_ELSEWHERE: _Notice(
        N_("{account} invites you to Osmotr"),
        (
            N_(
                "{account} wants to give you access to its cases. With this e-mail you have access to Osmotr already, "
                "in another organisation, and an e-mail can belong to one organisation only."
            ),
            N_(
                "To work for both, ask {account} to invite another e-mail of yours. If you don't know {account}, there "
                "is nothing to do: nobody there learns whether you have access. You sign in as before:"
            ),
        ),
        "/console",
        N_("You get this e-mail because an administrator of {account} typed your address into an invitation."),
    ),
}
#: Notices to a person about their own second factor.
FACTOR_NOTICES = frozenset(kind for kind in _NOTICES if kind.startswith("factor_"))


def render_notice(kind: str, *, language: Language, account_name: str, base: str, params: Mapping[str, str]) -> Email:
    """Return subject, HTML and plain text of a notice; a kind that is not known is a KeyError.

    `base` is the address that pages of this deployment begin with.
    """
    notice, places = _NOTICES[kind], {**params, "account": account_name}
    title = text(language, notice.subject, **places)
    said = [text(language, each, **places) for each in notice.paragraphs]
    why = text(language, notice.why, **places)
    page = base + notice.page.format(**params)
    html = _template().render(language=language, title=title, paragraphs=said, page=page, why=why)
    return Email(title, html, "\n\n".join([*said, page, f"-- \n{why}"]) + "\n")


@cache
def _template() -> "Template":
    return templates_in(TEMPLATES).get_template("notice.html")
