"""The e-mails that staff get about cases, as text and HTML, in the account's language.

A title or a name that somebody typed is never a link and never markup; the links are the service's own.
"""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from chalicelib.base.autolinks import unlinked
from chalicelib.base.clock import now
from chalicelib.base.languages import N_, plural, text
from chalicelib.base.localized import offset_of
from chalicelib.base.templating import templates_in
from chalicelib.base.words import steady
from chalicelib.features.cases.model import Case
from chalicelib.features.staff_news import words
from chalicelib.features.staff_news.reading import Fact
from chalicelib.features.staff_news.recipients import Because
from chalicelib.messaging.letters import TEMPLATES, Email
from chalicelib.tenancy.model import Account

if TYPE_CHECKING:
    from jinja2 import Template

#: Characters of a case's title in an e-mail: an owner's name may have 200.
TITLE = 80
#: Kinds of news after which there is something to do with the request.
_ABOUT_REQUESTS = frozenset({"undelivered", "expired"})
_BECAUSE: Mapping[Because, str] = {
    Because.HANDLER: N_("You handle this case: that is why {account} sends you this e-mail."),
    Because.ADMINISTRATOR: N_("{account} sends news of all cases to its administrators; you are one."),
    Because.NO_HANDLER: N_(
        "{account} sends you this e-mail because nobody handles this case and you are an administrator."
    ),
    Because.EVERYBODY: N_("{account} sends news of all cases to everybody who works here."),
    Because.CHOICE: N_("{account} sends you this e-mail because you chose to be told of all cases."),
}


class _Part(NamedTuple):
    """A part of an e-mail: its title, a link if it has one, and lines below it. `when` stands before the title."""

    title: str
    details: tuple[str, ...] = ()
    when: str = ""
    link: str = ""


class _Letter(NamedTuple):
    """The content of an e-mail, in its order."""

    language: str
    subject: str
    title: str
    parts: Sequence[_Part]
    more: str
    button: str
    page: str
    zone: str
    why: str
    settings: str
    settings_page: str

    @property
    def timed(self) -> bool:
        """Return True if a time stands before some part."""
        return any(part.when for part in self.parts)


def render_news(
    case: Case, facts: Sequence[Fact], *, account: Account, because: Because, names: Mapping[str, str], base: str
) -> Email:
    """Return the e-mail that tells one person of news in a case.

    `base` is the address that pages of this deployment begin with, `names` has people by actor.
    """
    title, language = title_of(case), account.language
    told = [_Part(line.what, line.details, when=line.when) for line in words.lines(facts, account, names)]
    said = text(language, "{case}: {news}", case=title, news=words.summary(facts, language))
    return _email(
        account,
        base,
        subject=said,
        title=title,
        parts=told,
        page=page_of(case, facts, base=base),
        button=text(language, N_("Open the case")),
        why=_BECAUSE[because],
    )


class CaseNews(NamedTuple):
    """A case with its news."""

    case: Case
    facts: Sequence[Fact]


def render_digest(listed: Sequence[CaseNews], others: int, *, account: Account, base: str) -> Email:
    """Return the e-mail that tells one person of news in many cases: some by name, `others` by their number."""
    language = account.language
    subject = plural(language, "News in {count} case", "News in {count} cases", len(listed) + others)
    parts = [
        _Part(title_of(case), (words.summary(facts, language),), link=page_of(case, facts, base=base))
        for case, facts in listed
    ]
    more = plural(language, "And {count} more case: open the inbox.", "And {count} more cases: open the inbox.", others)
    return _email(
        account,
        base,
        subject=subject,
        title=subject,
        parts=parts,
        more=more if others else "",
        page=f"{base}/console",
        button=text(language, N_("Open the inbox")),
        why=N_("More happened in an hour than we send by single e-mails, so this one has the rest of it."),
    )


def title_of(case: Case) -> str:
    """Return the name of a case in e-mails, without words that a mail program makes a link of."""
    title = case.shown_title
    # Cut before it is unlinked: the rest may be a link where the whole is none.
    return unlinked(title if len(title) <= TITLE else title[: TITLE - 1].rstrip() + "…")


def page_of(case: Case, facts: Sequence[Fact], *, base: str) -> str:
    """Return the address of the case's page, by the tab on which there is something to do."""
    kinds = {fact.kind for fact in facts}
    tab = "?tab=requests" if kinds & _ABOUT_REQUESTS else "?tab=history" if kinds == {"rejected"} else ""
    return f"{base}/console/cases/{case.id}{tab}"


def _email(
    account: Account,
    base: str,
    *,
    subject: str,
    title: str,
    parts: Sequence[_Part],
    page: str,
    button: str,
    why: str,
    more: str = "",
) -> Email:
    language, name = account.language, unlinked(account.shown_name)
    letter = _Letter(
        language=language,
        subject=subject,
        title=title,
        parts=parts,
        more=more,
        button=button,
        page=page,
        zone=text(language, N_("Times are those of {zone}."), zone=offset_of(now().astimezone(account.zone))),
        why=text(language, why, account=name),
        settings=text(language, N_("Choose which e-mails you get, or end them")),
        settings_page=f"{base}/console/me#emails",
    )
    return Email(subject, _template().render(letter=letter), str(steady(_plain(letter))))


def _plain(letter: _Letter) -> str:
    foot = [letter.zone] if letter.timed else []
    paragraphs = [
        [letter.title],
        *map(_plain_part, letter.parts),
        [letter.more],
        [f"{letter.button}:", letter.page],
        ["-- ", *foot, letter.why, f"{letter.settings}:", letter.settings_page],
    ]
    return "\n\n".join("\n".join(lines) for lines in paragraphs if any(lines)) + "\n"


def _plain_part(part: _Part) -> list[str]:
    return [" ".join(filter(None, (part.when, part.title))), *part.details, *filter(None, [part.link])]


@cache
def _template() -> "Template":
    return templates_in(Path(__file__).parent / "templates", TEMPLATES).get_template("case_news.html")
