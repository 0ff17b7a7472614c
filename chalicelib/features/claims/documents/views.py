"""Documents of claims as answers of the API show them."""

from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.base.languages import Language
from chalicelib.features.claims.documents.model import ClaimDocument
from chalicelib.features.claims.documents.reasons import reason_of
from chalicelib.features.claims.documents.schemas import ClaimDocumentView, DocumentTwin, DocumentUpload
from chalicelib.features.claims.documents.uploading import preview_url
from chalicelib.features.claims.model import Claim

_AS_STORED = frozenset(ClaimDocumentView.model_fields) - {"reason", "twin", "flags", "preview_url", "upload"}


def document_view(
    claim: Claim, document: ClaimDocument, language: Language, *, form: UploadForm | None = None
) -> ClaimDocumentView:
    """Return a document as the API shows it, with the form that sends it if it was announced right now."""
    return ClaimDocumentView(
        **document.model_dump(include=set(_AS_STORED)),
        reason=reason_of(claim, document, language),
        twin=DocumentTwin(**document.twin._asdict()) if document.twin else None,
        flags=list(document.flags),
        preview_url=preview_url(document),
        upload=DocumentUpload(**form._asdict()) if form else None,
    )
