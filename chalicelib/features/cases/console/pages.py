"""The page of a case, and its conversion into a process."""

from chalice.app import Response
from pydantic import ConfigDict

from chalicelib.base.errors import Findings, Invalid
from chalicelib.features.cases import service as cases
from chalicelib.features.cases.console.case_page import case_page
from chalicelib.features.cases.console.conversion import PREFIX, conversion_view
from chalicelib.features.cases.console.summary import case_head
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import unread_in
from chalicelib.frame.console.render import page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.bodies import TypedFields
from chalicelib.identity.model import Caller, Scope
from chalicelib.tenancy import service as accounts

case_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _WRITE = console(Scope.CASES_READ), console(Scope.CASES_WRITE)


class CaseQuery(TypedFields):
    """The part of the case to show."""

    tab: str = ""


class ConversionQuery(TypedFields):
    """The chosen process."""

    process: str | None = None


class ConversionForm(TypedFields):
    """The process, and its fields under names of their own."""

    model_config = ConfigDict(extra="allow", defer_build=True)

    process: str = ""

    def fields(self) -> dict[str, str]:
        """Return the typed values by the fields' codes."""
        typed = self.model_extra or {}
        return {name.removeprefix(PREFIX): str(value) for name, value in typed.items() if name.startswith(PREFIX)}


@case_pages.operation("GET", "/console/cases/{case_id}", audience=_READ, media_type=_HTML, summary="A case")
def show_case(caller: Caller, case_id: str, query: CaseQuery, call: Call) -> Response:
    """Show a case: its head, and one of its tabs."""
    return case_page(caller, case_id, call, tab=query.tab)


@case_pages.operation(
    "GET",
    "/console/cases/{case_id}/convert",
    audience=_WRITE,
    media_type=_HTML,
    summary="The form that converts a case into a process",
)
def show_conversion(caller: Caller, case_id: str, query: ConversionQuery, call: Call) -> Response:
    """Show the account's processes, and the fields of the chosen one."""
    case, account = cases.show_case(caller, case_id), accounts.load_account(caller.account_id)
    view = conversion_view(case, account=account, process=query.process, language=call.language)
    head = case_head(case, account=account, language=call.language)
    return page(call, "convert.html", caller=caller, head=head, view=view)


@case_pages.operation(
    "POST",
    "/console/cases/{case_id}/convert",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Convert a case into a process",
)
def convert(caller: Caller, case_id: str, form: ConversionForm, call: Call) -> Response:
    """Convert a case, or show the problems of the typed fields."""
    typed = form.fields()
    try:
        _demand_readable(caller, form)
        cases.convert_case(caller, case_id, process=form.process, fields=typed)
    except Invalid as refused:
        case, account = cases.show_case(caller, case_id), accounts.load_account(caller.account_id)
        view = conversion_view(
            case, account=account, process=form.process, typed=typed, refused=refused, language=call.language
        )
        head = case_head(case, account=account, language=call.language)
        here = f"/console/cases/{case_id}/convert"
        return page(call, "convert.html", caller=caller, status=422, here=here, head=head, view=view)
    return see_other(f"/console/cases/{case_id}", notice="converted")


def _demand_readable(caller: Caller, form: ConversionForm) -> None:
    """Raise Invalid if a field has characters that could not be read, together with its other errors."""
    found = Findings()
    found.add(unread_in({"fields": form.fields()}))
    if found.errors:
        with found:
            cases.check_conversion(caller, process=form.process, fields=form.fields())
    found.demand_none()
