"""Photos that staff found unusable, and requests that ask for them again, in one line each."""

from typing import Any

from chalicelib.base.clock import now
from chalicelib.features.photos import service
from chalicelib.features.photos.model import Attachment
from chalicelib.features.photos.table import attachments as attachments_table
from chalicelib.features.photos.verdicts import UnusableReason, Verdict
from tests.support.sending import ask, attachments, photo, send_and_file
from tests.support.world import World


def judged(
    photo: Attachment, *, usable: bool = False, reason: UnusableReason = UnusableReason.BLURRED, text: str = ""
) -> Attachment:
    """Write a verdict on a photo, and return the photo with it."""
    said = Verdict(usable=usable, reason=None if usable else reason, text=text, by="user:test", at=now())
    marked = photo.model_copy(update={"verdict": said, "to_review": False})
    attachments_table.attachment_row(marked).save()
    return marked


def photos_in_case(world: World, *codes: str, **asking: Any) -> list[Attachment]:
    """Return filed photos of a new case, one of each category code; a code may be named several times."""
    shown = ask(world, categories=dict.fromkeys(codes, (1, 5)), **asking)
    for number, code in enumerate(codes):
        send_and_file(shown, photo(number), category=code)
    return sorted(attachments(world, shown), key=lambda each: each.received_at)


def again(world: World, *photos: Attachment, **asking: Any) -> service.Shown:
    """Ask for photos again, as before unless something else is said."""
    asked = service.Asking(
        case_id=photos[0].case_id, again=tuple(each.id for each in photos), channels_as_before=True, **asking
    )
    return service.ask_for_photos(world.admin, asked)
