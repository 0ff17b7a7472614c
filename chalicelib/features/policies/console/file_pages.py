"""Pages of a policy's files: the tab, the upload by a plain form, a file with its removal."""

from typing import Any

from chalice.app import Response

from chalicelib.aws import photo_bucket
from chalicelib.base.errors import Conflict, Invalid, NotFound, QuotaExceeded
from chalicelib.base.languages import text
from chalicelib.base.settings import settings
from chalicelib.features.policies.console.file_lines import file_line
from chalicelib.features.policies.console.policy_pages import policy_head
from chalicelib.features.policies.file_schemas import NameBody
from chalicelib.features.policies.files import MOST_BYTES, FileState
from chalicelib.features.policies.service import attaching, sharing, show_policy
from chalicelib.frame.console.audience import console
from chalicelib.frame.console.blueprint import console_pages
from chalicelib.frame.console.fields import Fields, problems_at_fields, read_typed
from chalicelib.frame.console.render import Headers, page, see_other
from chalicelib.http.blueprint import Call
from chalicelib.http.problems import kind_of
from chalicelib.identity.model import Caller

file_pages = console_pages(__name__)
_HTML = "text/html"
_READ, _WRITE = console("policies:read"), console("policies:write")
_POLICY = "/console/policies/{policy_id}"
_FILES = f"{_POLICY}/files"
_FILE = f"{_FILES}/{{file_id}}"


class NameForm(Fields):
    """The name of a file to add, and the tick to show it to the client."""

    name: str = ""
    shared: str = ""


class SharedForm(Fields):
    """The pressed button: `yes` shows the file to the client."""

    shared: str = ""


@file_pages.operation("GET", f"{_FILES}/new", audience=_WRITE, media_type=_HTML, summary="Add a file to a policy")
def show_new(caller: Caller, policy_id: str, call: Call) -> Response:
    """Ask for the name of the file."""
    return _new_page(call, caller, policy_id, NameForm())


@file_pages.operation(
    "POST", f"{_FILES}/new", audience=_WRITE, status=303, media_type=_HTML, summary="Announce a file of a policy"
)
def announce(caller: Caller, policy_id: str, form: NameForm, call: Call) -> Response:
    """Lead to the upload."""
    try:
        name = read_typed(NameBody, {"name": form.name}).name
        file = attaching.announce_file(caller, policy_id, name=name, shared=bool(form.shared))
    except Invalid as error:
        wrong, troubles = problems_at_fields(error, places={"/name": "name"}, language=call.language)
        return _new_page(call, caller, policy_id, form, status=422, wrong=wrong, troubles=troubles)
    except (Conflict, QuotaExceeded) as error:
        said = [text(call.language, error.message, **error.params)]
        return _new_page(call, caller, policy_id, form, status=int(kind_of(error)[0]), troubles=said)
    return see_other(_FILE.format(policy_id=policy_id, file_id=file.id))


@file_pages.operation("GET", _FILE, audience=_READ, media_type=_HTML, summary="A file of a policy")
def show_file(caller: Caller, policy_id: str, file_id: str, call: Call) -> Response:
    """Show a file, or the form for its bytes; S3 leads here after the upload, with parameters of its own."""
    file, policy = attaching.show_file(caller, policy_id, file_id), show_policy(caller, policy_id)
    here = _FILE.format(policy_id=policy_id, file_id=file_id)
    waits = file.state is FileState.WAITING
    return page(
        call,
        "policy_file.html",
        caller=caller,
        here=here,
        head=policy_head(caller, policy, call.language),
        can_be_changed=attaching.can_change(caller, policy, file),
        file=file_line(caller, file, call.language),
        upload=attaching.sign_plain_file(file, back_to=f"{settings().public_base_url}{here}") if waits else None,
        most_megabytes=MOST_BYTES // 1_000_000,
        allow={"form-action": [photo_bucket.origin()]} if waits else None,
    )


@file_pages.operation(
    "GET", f"{_FILE}/content", audience=_READ, status=303, media_type=_HTML, summary="Download a file of a policy"
)
def download(caller: Caller, policy_id: str, file_id: str) -> Response:
    """Lead to the bytes; a file that is not stored has a page that says so."""
    try:
        url = attaching.file_url(caller, policy_id, file_id)
    except Conflict:
        return see_other(_FILE.format(policy_id=policy_id, file_id=file_id))
    headers: Headers = {"Location": url, "Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
    return Response(body="", status_code=303, headers=headers)


@file_pages.operation(
    "POST",
    f"{_FILE}/shared",
    audience=_WRITE,
    status=303,
    media_type=_HTML,
    summary="Show a policy's file to its client",
)
def share(caller: Caller, policy_id: str, file_id: str, form: SharedForm) -> Response:
    """Show or hide the file; somebody may have done so already."""
    is_shared = form.shared == "yes"
    sharing.share_file(caller, policy_id, file_id, shared=is_shared)
    notice = "policy_file_shared" if is_shared else "policy_file_hidden"
    return see_other(_FILE.format(policy_id=policy_id, file_id=file_id), notice=notice)


@file_pages.operation(
    "POST", f"{_FILE}/remove", audience=_WRITE, status=303, media_type=_HTML, summary="Delete a file of a policy"
)
def remove(caller: Caller, policy_id: str, file_id: str) -> Response:
    """Delete the file; somebody may have done so already."""
    show_policy(caller, policy_id)
    try:
        attaching.remove_file(caller, policy_id, file_id)
    except NotFound:
        return see_other(f"{_POLICY.format(policy_id=policy_id)}?tab=files")
    return see_other(f"{_POLICY.format(policy_id=policy_id)}?tab=files", notice="policy_file_removed")


def _new_page(
    call: Call, caller: Caller, policy_id: str, form: NameForm, *, status: int = 200, **values: Any
) -> Response:
    head = policy_head(caller, show_policy(caller, policy_id), call.language)
    shown = {"wrong": {}, "troubles": [], **values}
    here = f"{_FILES.format(policy_id=policy_id)}/new"
    return page(call, "policy_file_new.html", caller=caller, status=status, here=here, head=head, form=form, **shown)
