"""Rows of a case's photos (keys: the package's docstring)."""

from pynamodb.attributes import UnicodeAttribute
from pynamodb.expressions.condition import Condition

from chalicelib.aws.case_items import CasesRow, case_key
from chalicelib.aws.dynamo import Document, Transaction
from chalicelib.base.clock import stamp
from chalicelib.features.photos.model import Attachment, Found
from chalicelib.features.photos.table.locators import add_locator, remove_locator


class AttachmentRow(CasesRow, discriminator="attachment"):
    """A photo in the case; `judged_at` repeats when its verdict was given, for conditions."""

    document = Document()
    judged_at = UnicodeAttribute(null=True)

    def model(self) -> Attachment:
        return Attachment.model_validate(self.document)


def add_attachment(tx: Transaction, attachment: Attachment) -> None:
    """Write a photo into its case, findable by its id."""
    tx.insert(attachment_row(attachment))
    found = Found(
        account_id=attachment.account_id,
        case_id=attachment.case_id,
        request_id=attachment.request_id,
        sort_key=_attachment_sk(attachment),
    )
    add_locator(tx, account_id=attachment.account_id, identifier=attachment.id, found=found)


def remove_attachment(tx: Transaction, attachment: Attachment) -> None:
    """Remove a photo from its case, if its verdict is unchanged since it was read."""
    tx.delete(attachment_row(attachment), condition=_judged_as(attachment))
    remove_locator(tx, account_id=attachment.account_id, identifier=attachment.id)


def replace_attachment(tx: Transaction, attachment: Attachment, *, replacing: Attachment) -> None:
    """Write a photo with another verdict, if it is still in its case with the one that was read."""
    tx.put(attachment_row(attachment), condition=_judged_as(replacing))


def get_attachment(found: Found) -> Attachment | None:
    """GetItem: the attachment that was located."""
    try:
        key = case_key(found.account_id, found.case_id)
        return AttachmentRow.get(key, found.sort_key, consistent_read=True).model()
    except AttachmentRow.DoesNotExist:
        return None


def list_attachments(
    account_id: str, case_id: str, *, category: str | None, after: str | None, limit: int
) -> tuple[list[Attachment], str | None]:
    """Query: a case's photos by category and time of filing; and the sort key that the next page begins after."""
    prefix = f"att#{category}#" if category else "att#"
    end = prefix + "\U0010ffff"
    condition = (
        AttachmentRow.sk.startswith(prefix)
        if after is None
        else AttachmentRow.sk.between(min(after + "\x00", end), end)
    )
    rows = CasesRow.query(case_key(account_id, case_id), condition, consistent_read=True, limit=limit + 1)
    found = [model for row in rows if isinstance(model := row.model(), Attachment)]
    page = found[:limit]
    return page, _attachment_sk(page[-1]) if len(found) > limit else None


def _attachment_sk(attachment: Attachment) -> str:
    return f"att#{attachment.category}#{attachment.id}"


def attachment_row(attachment: Attachment) -> AttachmentRow:
    """Return the row of a photo."""
    return AttachmentRow(
        case_key(attachment.account_id, attachment.case_id),
        _attachment_sk(attachment),
        document=attachment.model_dump(mode="json", exclude_none=True),
        judged_at=stamp(attachment.verdict.at) if attachment.verdict else None,
    )


def _judged_as(attachment: Attachment) -> Condition:
    """Return the condition that a photo is there with the verdict that was read."""
    known: Condition = AttachmentRow.pk.exists()
    if attachment.verdict is None:
        known &= AttachmentRow.judged_at.does_not_exist()
    else:
        known &= AttachmentRow.judged_at == stamp(attachment.verdict.at)
    return known
