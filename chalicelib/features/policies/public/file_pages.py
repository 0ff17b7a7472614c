"""The page of a message's link to a document: one button, which leads to the file."""

from pathlib import Path
from urllib.parse import urlsplit

from chalice.app import Response

from chalicelib.aws.rate_limits import count_attempt_by_address
from chalicelib.base import localized
from chalicelib.base.errors import Conflict, LinkUnknown, QuotaExceeded
from chalicelib.base.languages import N_, Language, text
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.service.opening import Opened, download, open_file
from chalicelib.features.policies.shown import amount_of, product_label
from chalicelib.features.policies.status import never_begins
from chalicelib.features.printing.model import DocumentState
from chalicelib.frame.public.pages import HTML, LinkQuery, draw, holder_of, language_of, link_pages
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields

_HOLDER = holder_of("a client's document")
pages = link_pages(__name__)
_TEMPLATES = Path(__file__).parent / "templates"
_PAGE = "/d/{token}"
#: Pages of an address in an hour.
_PAGES, _HOUR = 600, 3600
#: The pause, in seconds, after which the page of a document in print looks again.
_PAUSE = 5


class FileForm(TypedFields):
    """The pressed button."""

    open: str = ""


@pages.operation(
    "GET",
    _PAGE,
    audience=_HOLDER,
    answers={200: None},
    errors=(LinkUnknown, QuotaExceeded),
    media_type=HTML,
    summary="The page that opens a client's policy or receipt; opens nothing itself, since scanners follow links",
)
def show_file(token: str, query: LinkQuery, call: Call) -> Response:
    """Show which document it is, and the button."""
    opened = _open(token, call)
    language = language_of(query, call, opened.client.facts.language or opened.account.language)
    return _page(opened, language)


@pages.operation(
    "POST",
    _PAGE,
    audience=_HOLDER,
    status=302,
    answers={302: None},
    errors=(LinkUnknown, QuotaExceeded),
    summary="Lead to the file of a client's document, for 5 minutes",
)
def open_document(token: str, form: FileForm, query: LinkQuery, call: Call) -> Response:
    """Lead to the file; back to the page while there is none."""
    del form
    opened = _open(token, call)
    headers = {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    try:
        address = download(opened)
    except Conflict:
        address = f"{token}?lang={query.lang}" if query.lang else token
    return Response(body="", status_code=302, headers={**headers, "Location": address})


def _open(token: str, call: Call) -> Opened:
    count_attempt_by_address("document-page", call.address, limit=_PAGES, seconds=_HOUR)
    return open_file(token)


def _page(opened: Opened, language: Language) -> Response:
    waits = opened.document is not None and opened.document.state is DocumentState.ORDERED
    headers = {"Refresh": f"{_PAUSE};url=?lang={language}"} if waits else {}
    # a browser holds the redirect of a form to this list, too
    leads_to = ("{0.scheme}://{0.netloc}".format(urlsplit(download(opened))),) if opened.is_printed else ()
    values = {**_values(opened, language), "waits": waits, "is_printed": opened.is_printed}
    return draw(_TEMPLATES, "file.html", opened.account, language, values, headers=headers, forms_lead_to=leads_to)


def _values(opened: Opened, language: Language) -> dict[str, object]:
    policy = opened.policy
    title, lines = N_("Policy {number}"), [product_label(policy.account_id, policy.insured.product, language)]
    if opened.part:
        title = N_("Receipt, policy {number}")
        paid = next((each for each in policy.instalments if each.number == opened.part), None)
        lines += [amount_of(policy, paid.amount, language)] if paid else []
    else:
        begins, ends = localized.day(language, policy.insured.begins), localized.day(language, policy.insured.ends)
        lines += [f"{begins} – {ends}"]
    if policy.cancelled is not None:
        lines += [_cancelled(policy, language)]
    return {"title": text(language, title, number=policy.number), "lines": lines}


def _cancelled(policy: Policy, language: Language) -> str:
    if never_begins(policy):
        return text(language, N_("The policy was cancelled before its first day."))
    message = N_("The policy was cancelled, its last day in force is {day}.")
    return text(language, message, day=localized.day(language, policy.last_day))
