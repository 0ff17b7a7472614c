"""Files of policies: upload to the bucket, a look at their bytes, download, removal with a trace in the history."""

import hashlib
import re

from chalicelib.aws import photo_bucket
from chalicelib.aws.dynamo import Transaction, retry_stale
from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.aws.rate_limits import count_attempt
from chalicelib.base.clock import now
from chalicelib.base.errors import Conflict, NotFound
from chalicelib.base.ids import ULID_PATTERN, new_id
from chalicelib.base.languages import N_
from chalicelib.base.words import line
from chalicelib.features.policies import table as policies
from chalicelib.features.policies.bases import is_seller
from chalicelib.features.policies.files import (
    EXTENSIONS,
    MOST_BYTES,
    MOST_FILES,
    ContentType,
    FileState,
    PolicyFile,
    type_of,
)
from chalicelib.features.policies.model import Policy
from chalicelib.features.policies.refusals import other_seller
from chalicelib.features.policies.service.reading import show_policy
from chalicelib.features.policies.service.recording import note
from chalicelib.features.policies.subjects import receipt_subject
from chalicelib.features.policies.table import files as table
from chalicelib.features.printing import service as printing
from chalicelib.identity.model import Caller
from chalicelib.sandbox.allowance import Allowance
from chalicelib.sandbox.pdf.examination import examine_pdf
from chalicelib.sandbox.pdf.facts import UnacceptablePdf

_ID = rf"fil_{ULID_PATTERN}"
#: Files that a caller may announce in an hour.
_PER_HOUR, _HOUR = 120, 3600
_DOWNLOAD_SECONDS = 300
#: The limit of a person's wait for the page, with API Gateway's 29 seconds.
_CPU_SECONDS = 5.0
NO_FILE = N_("There is no such file.")
_TOO_MANY = N_("A policy can have {most} files at most. Delete one that nobody needs.")
_NOT_STORED = N_("The file is not stored: its bytes have not arrived, or are no whole PDF, JPEG or PNG.")


def announce_file(
    caller: Caller,
    policy_id: str,
    *,
    name: str,
    content_type: ContentType | None = None,
    size: int | None = None,
    sha256: str | None = None,
    shared: bool = False,
) -> PolicyFile:
    """Announce a file of a policy, whose bytes are uploaded then. Raises NotFound, Conflict, QuotaExceeded."""
    policy = show_policy(caller, policy_id)
    count_attempt("policy-files", caller.actor, limit=_PER_HOUR, seconds=_HOUR)
    if len(table.list_files(policy.account_id, policy.id)) >= MOST_FILES:
        raise Conflict(_TOO_MANY, extra={"reason": "too-many-files"}, most=MOST_FILES)
    file = PolicyFile(
        id=new_id("fil"),
        account_id=policy.account_id,
        policy_id=policy.id,
        name=line(name),
        content_type=content_type,
        bytes=size,
        sha256=sha256,
        shared=shared,
        added_at=now(),
        added_by=caller.actor,
    )
    tx = Transaction()
    table.insert_file(tx, file)
    tx.commit()
    return file


def sign_file(file: PolicyFile) -> UploadForm | None:
    """Return the form that uploads exactly the announced bytes; None if they were not announced."""
    if file.content_type is None or file.bytes is None or file.sha256 is None:
        return None
    return photo_bucket.sign_upload(
        key=_upload_key(file), content_type=file.content_type, size=file.bytes, sha256=file.sha256
    )


def sign_plain_file(file: PolicyFile, *, back_to: str) -> UploadForm:
    """Return a form that uploads any file without script; S3 leads to an address then."""
    return photo_bucket.sign_plain_upload(key=_upload_key(file), back_to=back_to)


def list_files(caller: Caller, policy_id: str) -> list[PolicyFile]:
    """Return the files of a policy that the caller sees, oldest first. Raises NotFound."""
    policy = show_policy(caller, policy_id)
    return table.list_files(policy.account_id, policy.id)


def show_file(caller: Caller, policy_id: str, file_id: str) -> PolicyFile:
    """Return a file of a policy. One whose bytes have arrived is looked at, and stored or refused. Raises NotFound."""
    return retry_stale(lambda: _taken_in(_find(caller, policy_id, file_id)))


def file_url(caller: Caller, policy_id: str, file_id: str) -> str:
    """Return the presigned address of a file, good for 5 minutes. Raises NotFound, Conflict until it is stored."""
    file = show_file(caller, policy_id, file_id)
    if file.state is not FileState.STORED or file.content_type is None:
        raise Conflict(_NOT_STORED, extra={"reason": "file-state", "state": file.state})
    return photo_bucket.sign_download(
        _stored_key(file), file_name=_file_name(file), content_type=file.content_type, seconds=_DOWNLOAD_SECONDS
    )


def remove_file(caller: Caller, policy_id: str, file_id: str) -> None:
    """Remove a file of a policy; its name stays in the history. Raises NotFound, Conflict for another agent's sale."""
    file, policy = _find(caller, policy_id, file_id), show_policy(caller, policy_id)
    if not can_change(caller, policy, file):
        raise other_seller()
    photo_bucket.erase([_stored_key(file)])  # before its row: a crash in between leaves a row that can be removed
    tx = Transaction()
    table.delete_file(tx, file, otherwise=lambda _: NotFound(NO_FILE))
    if file.state is FileState.STORED:
        note(tx, policy, actor=caller.actor, type="file_removed", file_id=file.id, name=file.name, sha256=file.sha256)
    tx.commit()


def can_change(caller: Caller, policy: Policy, file: PolicyFile) -> bool:
    """Return True if the caller may show, hide or remove a file of a policy. Its seller may, and who has added it."""
    return is_seller(caller, policy) or file.added_by == caller.actor


def erase_files_of_client(account_id: str, client_id: str) -> None:
    """Erase the files and the printed documents of a client's policies. Idempotent."""
    after: str | None = None
    while True:
        ids, after = policies.list_of_client(account_id, client_id, after=after)
        for policy_id in ids:
            _erase_files(account_id, policy_id)
            _erase_printed(account_id, policy_id)
        if after is None:
            return


def _erase_files(account_id: str, policy_id: str) -> None:
    for file in table.list_files(account_id, policy_id):
        photo_bucket.erase([_stored_key(file)])
        tx = Transaction()
        table.delete_file(tx, file)
        tx.commit()


def _erase_printed(account_id: str, policy_id: str) -> None:
    policy = policies.get_policy(account_id, policy_id)
    receipts = [receipt_subject(policy_id, each.number) for each in policy.instalments] if policy else []
    for subject in (policy_id, *receipts):
        printing.erase_documents(account_id, subject)


def _find(caller: Caller, policy_id: str, file_id: str) -> PolicyFile:
    policy = show_policy(caller, policy_id)
    found = table.get_file(policy.account_id, policy.id, file_id) if re.fullmatch(_ID, file_id) else None
    if found is None:
        raise NotFound(NO_FILE)
    return found


def _taken_in(file: PolicyFile) -> PolicyFile:
    if file.state is not FileState.WAITING or not photo_bucket.holds(_upload_key(file)):
        return file
    data = _read(file)
    kind = _kind_of(data) if data is not None else None
    tx = Transaction()
    if data is None or kind is None or file.content_type not in (None, kind):
        after = file.model_copy(update={"state": FileState.REFUSED})
    else:
        photo_bucket.write_file(_stored_key(file), data, content_type=kind)
        told = {"content_type": kind, "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        after = file.model_copy(update={"state": FileState.STORED, **told})
        policy = policies.get_policy(file.account_id, file.policy_id)
        if policy is not None:
            note(tx, policy, actor=file.added_by, type="file_added", **_said(file))
    table.replace_file(tx, file, after)
    tx.commit()
    return after


def _said(file: PolicyFile) -> dict[str, object]:
    return {"file_id": file.id, "name": file.name, **({"shared": True} if file.shared else {})}


def _kind_of(data: bytes) -> ContentType | None:
    """Return the type of a file that can be stored. A child process looks into PDF files."""
    kind = type_of(data)
    if kind == "application/pdf":
        try:
            examine_pdf(data, allowance=Allowance(_CPU_SECONDS), draws=False)
        except UnacceptablePdf:
            return None
    return kind


def _read(file: PolicyFile) -> bytes | None:
    """Return the uploaded bytes; None for too many."""
    try:
        return photo_bucket.read(_upload_key(file), version_id=None, at_most=MOST_BYTES).data
    except photo_bucket.ObjectTooLarge:
        return None


def _upload_key(file: PolicyFile) -> str:
    return f"{photo_bucket.IMPORTS}{file.account_id}/policies/{file.policy_id}/{file.id}"


def _stored_key(file: PolicyFile) -> str:
    return f"{photo_bucket.DOCUMENTS}{file.account_id}/{file.policy_id}/{file.id}"


def _file_name(file: PolicyFile) -> str:
    """Return the name under which a browser saves a file: its own, with the ending of its type."""
    ending = f".{EXTENSIONS[file.content_type or 'application/pdf']}"
    name = "".join(each if each not in '\\/:*?"<>|' else "-" for each in file.name)
    return name if name.lower().endswith((ending, ".jpeg") if ending == ".jpg" else ending) else f"{name}{ending}"
