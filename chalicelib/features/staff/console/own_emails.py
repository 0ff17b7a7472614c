"""One's own choice of e-mails about cases, a form of one's own page."""

from chalice.app import Response

from chalicelib.base.languages import N_, text
from chalicelib.features.staff.console.me import own_page
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields
from chalicelib.frame.console.render import see_other
from chalicelib.http.blueprint import Call
from chalicelib.identity.addressees import choose_case_emails
from chalicelib.identity.case_emails import OwnCaseEmails
from chalicelib.identity.model import Caller, Scope

own_email_pages = console_pages(__name__)


class EmailsForm(Fields):
    """Of which cases somebody wants to be told."""

    case_emails: str = ""


@own_email_pages.operation(
    "POST",
    "/console/me/emails",
    audience=console(Scope.CASES_READ),
    status=303,
    media_type="text/html",
    summary="Choose one's e-mails",
)
def choose_emails(caller: Caller, form: EmailsForm, call: Call) -> Response:
    """Save of which cases this person is told by e-mail."""
    if form.case_emails not in set(OwnCaseEmails):
        return own_page(
            call, caller, status=422, wrong={"case_emails": text(call.language, N_("Choose one of these."))}
        )
    choose_case_emails(caller, OwnCaseEmails(form.case_emails))
    return see_other("/console/me", notice="emails_chosen")
