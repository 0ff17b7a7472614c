"""Changes of the account's topics, desks and terms of feedback."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from chalicelib.base.errors import FieldError, Invalid
from chalicelib.base.languages import N_, Language
from chalicelib.features.conversations import table
from chalicelib.features.conversations.settings import Desk, FeedbackSettings, Topic
from chalicelib.identity.administrators import find_member
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

_TWICE = N_("This code is there twice. Give each entry a code of its own.")
_NO_DESK = N_("There is no desk “{desk}”. Add it to the desks, or choose another one.")
_NO_TASK_DESK = N_("There is no such desk any more. Choose another one.")
_NO_TOPIC = N_("Offer at least one topic, or nobody can write.")
_DESK_IN_USE = N_("Requests are waiting at the desk “{desk}”. Hand them over to another desk first.")
_TOPIC_IN_USE = N_("Requests of the topic “{topic}” are waiting. Answer and close them first, or stop offering it.")
_NO_MEMBER = N_("Nobody of your staff has this id. Choose people who can sign in.")


def show_feedback(caller: Caller) -> Section[FeedbackSettings]:
    """Return topics, desks and terms as they are now."""
    return sections.show(caller.account_id, FeedbackSettings)


def check_feedback(caller: Caller, changes: Mapping[str, Any]) -> None:
    """Raise Invalid with all that the changes have wrong."""
    before = show_feedback(caller).value
    after = _changed(before, changes)
    found = [*_twice("topics", after.topics), *_twice("desks", after.desks), *_without_desk(after)]
    if not after.offered_topics:
        found.append(FieldError("/topics", _NO_TOPIC))
    if changes.get("own_desks"):
        found += _strangers(caller.account_id, before, after)
    found += _removed_in_use(caller.account_id, before, after)
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
    if settings.task_desk is not None and settings.find_desk(settings.task_desk) is None:
        yield FieldError("/task_desk", _NO_TASK_DESK, follows=("/desks/*/code",))


def _strangers(account_id: str, before: FeedbackSettings, after: FeedbackSettings) -> Iterator[FieldError]:
    """Yield the people who are new in a desk and none of the staff. Those who have left since do no harm."""
    for place, desk in enumerate(after.desks):
        known = before.desk(desk.code).people
        for number, user_id in enumerate(desk.people):
            if user_id not in known and find_member(account_id, user_id) is None:
                yield FieldError(f"/desks/{place}/people/{number}", _NO_MEMBER)


def _removed_in_use(account_id: str, before: FeedbackSettings, after: FeedbackSettings) -> Iterator[FieldError]:
    for desk in before.desks:
        if after.find_desk(desk.code) is None and table.has_unclosed(account_id, desk=desk.code):
            yield FieldError("/desks", _DESK_IN_USE, {"desk": desk.label(_language(account_id))})
    for topic in before.topics:
        if after.topic(topic.code) is None and table.has_unclosed(account_id, topic=topic.code):
            yield FieldError("/topics", _TOPIC_IN_USE, {"topic": topic.label(_language(account_id))})


def _language(account_id: str) -> Language:
    return accounts.load_account(account_id).language
