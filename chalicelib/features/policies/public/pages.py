"""The page that a printed policy's code leads to: whether it is in force, and nothing personal."""

from pathlib import Path

from chalice.app import Response

from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base import localized
from chalicelib.base.clock import now
from chalicelib.base.errors import LinkUnknown, QuotaExceeded
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies import table
from chalicelib.features.policies.links import LINK_UNKNOWN, read_token
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.products import product_of
from chalicelib.features.policies.status import is_in_force, never_begins, term_of
from chalicelib.frame.public.pages import HTML, LinkQuery, draw, holder_of, language_of, link_pages
from chalicelib.http.blueprint import Call
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

_READER = holder_of("a printed policy")
pages = link_pages(__name__)
_TEMPLATES = Path(__file__).parent / "templates"
#: Pages of an address in an hour.
_PAGES, _HOUR = 600, 3600
#: Characters of a number that stay readable, at its end.
_READABLE = 4


@pages.operation(
    "GET",
    "/p/{token}",
    audience=_READER,
    answers={200: None},
    errors=(LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="The page that says whether a printed policy is in force",
)
def show_check(token: str, query: LinkQuery, call: Call) -> Response:
    """Show until when a policy is in force, its number masked."""
    count_attempt_by_address("policy-page", call.address, limit=_PAGES, seconds=_HOUR)
    named = read_token("check", token)
    policy = table.get_policy(named.account_id, named.thing_id)
    if policy is None:
        raise LinkUnknown(LINK_UNKNOWN)
    account = accounts.load_account(policy.account_id)
    language = language_of(query, call, account.language)
    return draw(_TEMPLATES, "check.html", account, language, _values(account, policy, language))


def _values(account: Account, policy: Policy, language: Language) -> dict[str, object]:
    moment = now()
    return {
        "title": _said(account, policy, language),
        "product": product_of(account.id, policy.insured.product).label(language),
        "number": masked_number(policy.number),
        "at": localized.moment(language, moment, account.zone),
        "is_in_force": is_in_force(policy, moment, account.zone),
    }


def _said(account: Account, policy: Policy, language: Language) -> str:
    moment, zone = now(), account.zone
    begins, ends = term_of(policy, zone)
    last = localized.day(language, policy.last_day)
    if never_begins(policy):
        return text(language, N_("Cancelled before its first day"))
    if moment >= ends:
        message = N_("Cancelled, was in force until {day}") if policy.cancelled else N_("Was in force until {day}")
        return text(language, message, day=last)
    if is_in_force(policy, moment, zone):
        return text(language, N_("In force until {day}"), day=last)
    if moment < begins:
        return text(language, N_("In force from {day}"), day=localized.day(language, policy.insured.begins))
    return text(language, N_("Not in force: the premium is not paid"))


def masked_number(number: str) -> str:
    """Return a number with its first letters and its last characters alone: `ХХХ ******6789`."""
    hidden = number[:-_READABLE]
    return "".join("*" if each.isdigit() else each for each in hidden) + number[-_READABLE:]
