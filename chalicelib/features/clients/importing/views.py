"""Imports as answers of the API show them."""

from chalicelib.aws.photo_bucket import UploadForm
from chalicelib.base.languages import Language, text
from chalicelib.features.clients.importing.errors_file import place_of
from chalicelib.features.clients.importing.model import Import, PreviewRow
from chalicelib.features.clients.importing.schemas import ImportUpload, ImportView, RowError, RowView
from chalicelib.features.clients.importing.targets import BY_CODE


def import_view(found: Import, *, language: Language, upload: UploadForm | None = None) -> ImportView:
    """Return an import in the reader's language."""
    fault = found.fault
    return ImportView(
        id=found.id,
        state=found.state,
        file_name=found.file_name,
        created_at=found.created_at,
        upload=ImportUpload(**upload._asdict()) if upload else None,
        columns=list(found.headings),
        mapping=[each or None for each in found.mapping or ()],
        options=found.options,
        targets=list(BY_CODE),
        rows=found.rows,
        wrong=found.wrong,
        done=found.added,
        skipped=found.skipped,
        preview=[_row(each, found, language) for each in found.preview],
        error=text(language, fault.message, **fault.params) if fault else None,
    )


def _row(row: PreviewRow, found: Import, language: Language) -> RowView:
    errors = [
        RowError(
            column=each.column,
            heading=place_of(each, found.headings, language),
            message=text(language, each.message, **each.params),
        )
        for each in row.wrong
    ]
    return RowView(row=row.number, cells=list(row.cells), errors=errors)
