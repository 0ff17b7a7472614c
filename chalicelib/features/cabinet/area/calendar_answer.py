"""The calendar file of a person's dates: instalments, ends of policies, deadlines of claims."""

from collections.abc import Iterator

from chalice.app import Response

from chalicelib.base.languages import N_, Language, text
from chalicelib.base.money import shown
from chalicelib.base.settings import settings
from chalicelib.features.cabinet.reminders.model import About
from chalicelib.features.cabinet.reminders.rules import Task
from chalicelib.features.cabinet.reminders.tasks import Thing, thing_of_policy
from chalicelib.features.cabinet.reminders.words import named, title_of
from chalicelib.features.claims.area import own as own_claims
from chalicelib.features.claims.deadlines.calendar_entries import calendar_entries
from chalicelib.features.claims.deadlines.calendar_file import CONTENT_TYPE, CalendarEntry, calendar_file
from chalicelib.features.claims.deadlines.service import deadlines_of
from chalicelib.features.policies.area import own as own_policies
from chalicelib.features.policies.shown import product_label
from chalicelib.frame.area.site import open_site, page_path
from chalicelib.identity.area.model import AreaCaller
from chalicelib.identity.area.permissions import AreaPermission

_RENEW = N_("The policy ends: renew it")
#: Of a policy that is renewed already, was cancelled, or is renewed elsewhere.
_LAST_DAY = N_("Last day of the policy")


def calendar_of(caller: AreaCaller, slug: str, language: Language) -> Response:
    """Return the calendar file of all dates that are still ahead for the person's clients."""
    entries = [*_of_policies(caller, slug, language), *_of_claims(caller, slug, language)]
    headers: dict[str, str | list[str]] = {
        "Content-Type": CONTENT_TYPE,
        "Content-Disposition": 'attachment; filename="calendar.ics"',
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(body=calendar_file(open_site(slug).account.shown_name, entries).decode(), headers=headers)


def _of_policies(caller: AreaCaller, slug: str, language: Language) -> Iterator[CalendarEntry]:
    for policy in own_policies.list_own(caller):
        thing = thing_of_policy(policy)
        yield from (_entry(thing, task, slug, language) for task in thing.tasks)
        if not thing.is_over and all(each.about is not About.RENEWAL for each in thing.tasks):
            end = Task(About.RENEWAL, 0, policy.last_day, last_day=policy.last_day)
            yield _entry(thing, end, slug, language, what=_LAST_DAY)


def _entry(thing: Thing, task: Task, slug: str, language: Language, *, what: str = _RENEW) -> CalendarEntry:
    policy = thing.policy
    assert policy is not None  # noqa: S101 - the thing of a policy
    title = text(language, what) if task.about is About.RENEWAL else title_of(thing, task, language)
    details = (product_label(policy.account_id, policy.insured.product, language), policy.insured.object)
    amount = shown(language, task.money) if task.money else ""
    return CalendarEntry(
        uid=f"{policy.id}-{task.about}-{task.part}@{policy.account_id}",
        on=task.day,
        title=" · ".join(filter(None, (title, amount, named(thing, language)))),
        details=". ".join(filter(None, details)),
        url=_url(slug, f"/policies/{policy.id}"),
        version=policy.version,
        changed_at=policy.changed_at,
    )


def _of_claims(caller: AreaCaller, slug: str, language: Language) -> Iterator[CalendarEntry]:
    if AreaPermission.CLAIMS not in caller.scopes:
        return
    for found in own_claims.list_own(caller):
        if found.claim.is_open:
            title, url = f"{found.number} {found.object}".strip(), _url(slug, f"/claims/{found.claim.id}")
            yield from calendar_entries(found.claim, deadlines_of(found.claim), language, title=title, url=url)


def _url(slug: str, path: str) -> str:
    return f"{settings().public_base_url}{page_path(slug, path)}"
