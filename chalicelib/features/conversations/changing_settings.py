"""Changes of the account's topics, desks and terms of feedback."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_
from chalicelib.features.conversations.settings import Desk, FeedbackSettings, Topic
from chalicelib.identity.administrators import find_member
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section

_TWICE = N_("This code is there twice. Give each entry a code of its own.")
_NO_DESK = N_("There is no desk “{desk}”. Add it to the desks, or choose another one.")
_NO_MEMBER = N_("Nobody of your staff has this id. Choose people who can sign in.")


def show_feedback(caller: Caller) -> Section[FeedbackSettings]:
    """Return topics, desks and terms as they are now."""
    return sections.show(caller.account_id, FeedbackSettings)


def check_feedback(caller: Caller, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with all that the changes have wrong."""
    after = _changed(show_feedback(caller).value, changes)
    found = [*_twice("topics", after.topics), *_twice("desks", after.desks), *_without_desk(after)]
    if changes.get("own_desks"):
        found += _strangers(caller.account_id, after.desks)
    if found:
        raise Invalid(found)


def change_feedback(caller: Caller, changes: Mapping[str, Any], *, version: int) -> Section[FeedbackSettings]:
    """Change topics, desks and terms that were read in a version. Raises Invalid, Conflict."""
    check_feedback(caller, changes)
    return sections.change(caller.account_id, _changed(show_feedback(caller).value, changes), since=version)


def _changed(settings: FeedbackSettings, changes: Mapping[str, Any]) -> FeedbackSettings:
    return settings.model_copy(update=dict(changes))


def _twice(name: str, entries: Sequence[Topic] | Sequence[Desk]) -> Iterator[FieldError]:
    seen: Counter[str] = Counter()
    for place, each in enumerate(entries):
        seen[each.code] += 1
        if seen[each.code] > 1:
            yield FieldError(f"/{name}/{place}/code", _TWICE)


def _without_desk(settings: FeedbackSettings) -> Iterator[FieldError]:
    for place, each in enumerate(settings.topics):
        if settings.find_desk(each.desk) is None:
            yield FieldError(f"/topics/{place}/desk", _NO_DESK, {"desk": each.desk}, ("/desks/*/code",))


def _strangers(account_id: str, desks: Sequence[Desk]) -> Iterator[FieldError]:
    for place, desk in enumerate(desks):
        for number, user_id in enumerate(desk.people):
            if find_member(account_id, user_id) is None:
                yield FieldError(f"/desks/{place}/people/{number}", _NO_MEMBER)
