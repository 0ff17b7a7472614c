"""A case's timeline in words, with actor and time. The newest entry comes first."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Any, NamedTuple

from chalicelib.base import localized
from chalicelib.base.installed import timeline_writers
from chalicelib.base.languages import N_, Language, plural, text
from chalicelib.base.words import first_seen
from chalicelib.features.cases.model import TimelineEntry
from chalicelib.identity.principals import label_of
from chalicelib.tenancy.categories import Category, is_about_goods
from chalicelib.tenancy.model import Account

_FIELDS = {
    "reference": N_("reference"),
    "vehicle": N_("vehicle"),
    "loss": N_("loss"),
    "owner": N_("owner"),
    "client_id": N_("client"),
    "policy_id": N_("policy"),
}


#: An entry's own data, by names.
Data = Mapping[str, Any]
#: The event in words, and details.
Said = tuple[str, str]
Writer = Callable[["Wording", Data], Said]


class HistoryLine(NamedTuple):
    """One thing that happened: `what` in words, `detail` where there is more to say of it."""

    at: str
    iso: str
    who: str
    what: str
    detail: str = ""


class Wording(NamedTuple):
    """The basis for choosing words: the reader's language, and the account's names of codes."""

    language: Language
    account: Account
    #: Of all requests of the case: a category may have been the account's own, and gone by now.
    labels: Mapping[str, str]
    #: The people whom a timeline names, by actor; `me` is the reader's own.
    names: Mapping[str, str] = MappingProxyType({})
    me: str = ""
    #: Photos of goods are asked for in the case, and none of a vehicle.
    with_goods: bool = False

    def say(self, message: str, **params: object) -> str:
        """Translate a msgid."""
        return text(self.language, message, **params)

    def counted(self, one: str, many: str, count: int) -> str:
        """Translate by number."""
        return plural(self.language, one, many, count)

    def category(self, code: object) -> str:
        """Return a category's label."""
        return self.labels.get(str(code), str(code))

    def process(self, code: object) -> str:
        """Return a process's label."""
        found = self.account.process(str(code)) if code else None
        return in_language(found.labels, self.language) if found else str(code or "")


def in_language(labels: Mapping[Language, str], language: Language) -> str:
    """Return the label in this language, or the first visible one. A dash stands for none (former rows)."""
    return first_seen((labels.get(language, ""), *labels.values()), otherwise="—")


def wording(language: Language, account: Account, categories: Iterable[Category]) -> Wording:
    """Return the wording for a case; `categories` are those of its photo requests."""
    asked = tuple(categories)
    labels = {category.code: category.label(language) for category in [*asked, *account.categories]}
    with_goods = is_about_goods(category.code for category in asked)
    return Wording(language=language, account=account, labels=labels, with_goods=with_goods)


def history(
    timeline: Sequence[TimelineEntry], *, wording: Wording, names: Mapping[str, str], me: str
) -> list[HistoryLine]:
    """Return a case's timeline in labels. `names` has the people by actor; `me` is the reader's own actor."""
    wording = wording._replace(names=names, me=me)
    return [_line(entry, wording, who_did(entry.actor, wording, names, me)) for entry in reversed(timeline)]


def people_in(timeline: Sequence[TimelineEntry]) -> set[str]:
    """Return the actors that a timeline names: authors of entries, and receivers of a hand-over."""
    return {str(actor) for entry in timeline for actor in (entry.actor, entry.data.get("to")) if actor}


def _line(entry: TimelineEntry, wording: Wording, who: str) -> HistoryLine:
    write = writers().get(entry.type)
    what, detail = write(wording, entry.data) if write else (entry.type, "")
    return HistoryLine(
        at=localized.moment(wording.language, entry.at, wording.account.zone),
        iso=entry.at.isoformat(),
        who=who,
        what=what,
        detail=detail,
    )


def who_did(actor: str, wording: Wording, names: Mapping[str, str], me: str) -> str:
    """Return an actor's name in the reader's words; `names` has the people by actor, `me` is the reader's own."""
    if actor == me:
        return wording.say(N_("You"))
    return names.get(actor) or wording.say(label_of(actor, with_goods=wording.with_goods))


def _opened_case(say: Wording, _data: Data) -> Said:
    return say.say(N_("Case opened")), ""


def _changed_case(say: Wording, data: Data) -> Said:
    fields = [say.say(_FIELDS.get(name, name)) for name in data.get("fields", ())]
    return say.say(N_("Case details changed")), localized.listed(fields)


def _converted_case(say: Wording, data: Data) -> Said:
    what = say.say(N_("Converted into {process}"), process=say.process(data.get("process")))
    before = data.get("before")
    return what, say.say(N_("before: {process}"), process=say.process(before)) if before else ""


def _taken(say: Wording, _data: Data) -> Said:
    return say.say(N_("Took the case")), ""


def _handed_over(say: Wording, data: Data) -> Said:
    to = data.get("to")
    if to is None:
        return say.say(N_("Gave the case up: nobody handles it")), ""
    if to == say.me:
        return say.say(N_("Handed the case over to you")), ""
    name = say.names.get(to) or say.say(N_("A colleague"))
    return say.say(N_("Handed the case over to {name}"), name=name), ""


#: By type of entry.
WRITERS: Mapping[str, Writer] = {
    "case.created": _opened_case,
    "case.updated": _changed_case,
    "case.converted": _converted_case,
    "case.taken": _taken,
    "case.handed_over": _handed_over,
}


@cache
def writers() -> Mapping[str, Writer]:
    """Return the writers of all features, by type of entry."""
    return timeline_writers()
