"""HTTP of files of policies."""

from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.base.errors import Conflict, NotFound, QuotaExceeded
from chalicelib.features.policies.file_schemas import (
    FileChangeBody,
    FileUpload,
    NewFileBody,
    PolicyFileList,
    PolicyFileView,
)
from chalicelib.features.policies.files import PolicyFile
from chalicelib.features.policies.service import attaching, sharing
from chalicelib.http.blueprint import Blueprint, Reply
from chalicelib.identity.audiences import staff
from chalicelib.identity.model import Caller

routes = Blueprint(__name__, tag="policies")
BLUEPRINTS = (routes,)
_READ, _WRITE = staff("policies:read"), staff("policies:write")
_FILES = "/v1/policies/{policy_id}/files"
_FILE = f"{_FILES}/{{file_id}}"


@routes.operation(
    "POST",
    _FILES,
    audience=_WRITE,
    status=201,
    errors=(NotFound, Conflict, QuotaExceeded),
    summary="Announce a file of a policy; its bytes go to the address of `upload`",
)
def announce_policy_file(caller: Caller, policy_id: str, body: NewFileBody) -> PolicyFileView:
    file = attaching.announce_file(
        caller,
        policy_id,
        name=body.name,
        content_type=body.content_type,
        size=body.bytes,
        sha256=body.sha256,
        shared=body.shared,
    )
    return _view(file, attaching.sign_file(file))


@routes.operation("GET", _FILES, audience=_READ, errors=(NotFound,), summary="List the files of a policy")
def list_policy_files(caller: Caller, policy_id: str) -> PolicyFileList:
    return PolicyFileList(items=[_view(each) for each in attaching.list_files(caller, policy_id)])


@routes.operation(
    "GET",
    _FILE,
    audience=_READ,
    errors=(NotFound,),
    summary="Show a file of a policy; once its bytes have arrived, they are checked and stored",
)
def show_policy_file(caller: Caller, policy_id: str, file_id: str) -> PolicyFileView:
    return _view(attaching.show_file(caller, policy_id, file_id))


@routes.operation(
    "PATCH",
    _FILE,
    audience=_WRITE,
    errors=(NotFound, Conflict),
    summary="Show a policy's file to its client, or hide it",
)
def change_policy_file(caller: Caller, policy_id: str, file_id: str, body: FileChangeBody) -> PolicyFileView:
    return _view(sharing.share_file(caller, policy_id, file_id, shared=body.shared))


@routes.operation(
    "GET",
    f"{_FILE}/content",
    audience=_READ,
    status=302,
    answers={302: None},
    errors=(NotFound, Conflict),
    summary="Download a file of a policy",
)
def download_policy_file(caller: Caller, policy_id: str, file_id: str) -> Reply:
    return Reply(status=302, headers={"Location": attaching.file_url(caller, policy_id, file_id)})


@routes.operation(
    "DELETE",
    _FILE,
    audience=_WRITE,
    status=204,
    answers={204: None},
    errors=(NotFound, Conflict),
    summary="Remove a file of a policy; its name stays in the history",
)
def remove_policy_file(caller: Caller, policy_id: str, file_id: str) -> Reply:
    attaching.remove_file(caller, policy_id, file_id)
    return Reply(status=204)


def _view(file: PolicyFile, upload: UploadForm | None = None) -> PolicyFileView:
    shown = file.model_dump(include={"id", "name", "state", "content_type", "bytes", "sha256", "shared", "added_at"})
    return PolicyFileView(**shown, upload=FileUpload(**upload._asdict()) if upload else None)
