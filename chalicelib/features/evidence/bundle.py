"""The evidence of a claim as one file: documents, photos, history, decisions, deadlines and conversation, sealed."""

import hashlib
import json
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from chalicelib.aws import photo_bucket
from chalicelib.base.clock import now
from chalicelib.base.languages import Language
from chalicelib.features.claims import service as claims
from chalicelib.features.claims.documents.keys import original_key
from chalicelib.features.claims.documents.kinds import MOST_BYTES
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.reasons import slot_label
from chalicelib.features.claims.model import Claim, claim_id_of
from chalicelib.features.claims.table.documents import list_documents
from chalicelib.features.conversations import transcript_files
from chalicelib.features.conversations.service import transcribing
from chalicelib.features.conversations.table.threads import get_head
from chalicelib.features.evidence import records, sealing, verify
from chalicelib.features.evidence.texts import readme
from chalicelib.features.photos import packing
from chalicelib.features.photos.archiving import Content, Packed, Piece
from chalicelib.features.photos.packing import Entry
from chalicelib.features.photos.service.photo_archives import photo_piece
from chalicelib.features.photos.table.archives import read_attachments
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.model import Account

#: The kind of these archives, which the manifest names the content of.
EVIDENCE = "evidence"
#: Rises when bundles of the same claim come to look otherwise.
_FORMAT = 1


def content(account_id: str, case_id: str) -> Content | None:
    """Return the evidence of a case's claim as it is now; None without a claim."""
    claim = claims.find_claim(account_id, claim_id_of(case_id))
    if claim is None:
        return None
    account, moment = accounts.load_account(account_id), now()
    documents = [each for each in list_documents(account_id, claim.id) if each.is_stored]
    named = [(name_of(claim, number, each, account.language), each) for number, each in enumerate(documents, 1)]
    photos = packing.entries(read_attachments(account_id, case_id))
    texts = {
        **records.texts_of(claim, named, account.language),
        "photos.csv": packing.manifest(photos),
        "README.txt": readme(account.language).encode(),
        "verify.py": Path(verify.__file__).read_bytes(),
    }
    return Content(
        digest=_digest(claim, texts, named, photos),
        pieces=(
            *(Piece(name, moment, partial(bytes, text)) for name, text in texts.items()),
            *_transcript(claim, account, moment),
            *(_document_piece(name, each) for name, each in named),
            *(photo_piece(each, folder="photos/") for each in photos),
        ),
        number=len(documents) + len(photos),
        bytes=sum(each.bytes or 0 for each in documents) + sum(each.photo.bytes for each in photos),
        close=partial(_close, claim),
    )


def name_of(claim: Claim, number: int, document: ClaimDocument, language: Language) -> str:
    """Return the name of a document in the bundle: numbered, since senders give two the same name."""
    return f"documents/{number:02d}-{document.download_name(slot_label(claim, document.slot, language))}"


def _close(claim: Claim, packed: Sequence[Packed], lost: Sequence[str]) -> Sequence[tuple[str, bytes]]:
    return sealing.seal(claim.account_id, claim.id, packed, lost, at=now())


def _transcript(claim: Claim, account: Account, moment: datetime) -> tuple[Piece, Piece]:
    """Return the conversation, for programs and for people. It is read when it is packed: it may be long."""

    def read() -> transcribing.Transcript:
        return transcribing.transcribe_whole(claim)

    return (
        Piece(verify.TRANSCRIPT, moment, lambda: transcript_files.as_json(read())),
        Piece("transcript.html", moment, lambda: transcript_files.as_html(read(), account, account.language).encode()),
    )


def _document_piece(name: str, document: ClaimDocument) -> Piece:
    def read() -> bytes:
        return photo_bucket.read(original_key(document), version_id=document.version_id, at_most=MOST_BYTES).data

    return Piece(name, document.received_at or document.added_at, read)


def _digest(
    claim: Claim, texts: dict[str, bytes], named: Sequence[tuple[str, ClaimDocument]], photos: Sequence[Entry]
) -> str:
    """Return the SHA-256 (hex) of everything in a bundle; of the conversation its end, which stands for all of it."""
    head = get_head(claim.account_id, claim.id)
    identity = [
        _FORMAT,
        [(name, hashlib.sha256(text).hexdigest()) for name, text in texts.items()],
        [(name, each.sha256, each.version_id) for name, each in named],
        [(each.name, each.photo.id, each.photo.version_id) for each in photos],
        (head.last, head.hash) if head else None,
    ]
    return hashlib.sha256(json.dumps(identity).encode()).hexdigest()
