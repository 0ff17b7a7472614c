"""Use cases of photos, for other features and the HTTP layer.

Each module is loaded with the first use of one of its names.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chalicelib.features.photos.service.access import (
        Shown,
        address_of,
        code_entry_address,
        derive_link,
        token_for_code,
    )
    from chalicelib.features.photos.service.archives import (
        Archive,
        ArchiveFailed,
        make_archive,
        miss_archive,
    )
    from chalicelib.features.photos.service.branding import find_logo, logo_address, logo_source, usual_categories
    from chalicelib.features.photos.service.comparison import reconcile
    from chalicelib.features.photos.service.filing import Arrived, NotArrived, file_photo
    from chalicelib.features.photos.service.following_up import check_extending, check_resending, extend, resend, revoke
    from chalicelib.features.photos.service.logo_uploads import begin_logo, draw_uploaded_logo, keep_logo
    from chalicelib.features.photos.service.mail_previews import preview_email
    from chalicelib.features.photos.service.new_requests import Asking
    from chalicelib.features.photos.service.outcomes import track
    from chalicelib.features.photos.service.overview import (
        CaseView,
        delete_attachment,
        list_attachments,
        show_attachment,
        show_case,
        view_case,
    )
    from chalicelib.features.photos.service.owner import (
        Announced,
        OwnerView,
        Reservation,
        check_upload,
        mark_opened,
        remove_upload,
        reserve_upload,
        show_page,
        submit,
    )
    from chalicelib.features.photos.service.photo_archives import show_archive
    from chalicelib.features.photos.service.plain import PlainForm, begin_photo, show_form
    from chalicelib.features.photos.service.requesting import (
        Preview,
        ask_for_photos,
        check_asking,
        preview_messages,
    )
    from chalicelib.features.photos.service.reviewing import (
        ReviewedMeanwhile,
        Seen,
        check_verdict,
        review_photo,
        withdraw_verdict,
    )
    from chalicelib.features.photos.service.seasons import check_weeks, show_figures
    from chalicelib.features.photos.service.showing import find_lacking, list_of_client, list_requests, show_request

__all__ = [
    "Announced",
    "Archive",
    "ArchiveFailed",
    "Arrived",
    "Asking",
    "CaseView",
    "NotArrived",
    "OwnerView",
    "PlainForm",
    "Preview",
    "Reservation",
    "ReviewedMeanwhile",
    "Seen",
    "Shown",
    "address_of",
    "ask_for_photos",
    "begin_logo",
    "begin_photo",
    "check_asking",
    "check_extending",
    "check_resending",
    "check_upload",
    "check_verdict",
    "check_weeks",
    "code_entry_address",
    "delete_attachment",
    "derive_link",
    "draw_uploaded_logo",
    "extend",
    "file_photo",
    "find_lacking",
    "find_logo",
    "keep_logo",
    "list_attachments",
    "list_of_client",
    "list_requests",
    "logo_address",
    "logo_source",
    "make_archive",
    "mark_opened",
    "miss_archive",
    "preview_email",
    "preview_messages",
    "reconcile",
    "remove_upload",
    "resend",
    "reserve_upload",
    "review_photo",
    "revoke",
    "show_archive",
    "show_attachment",
    "show_case",
    "show_figures",
    "show_form",
    "show_page",
    "show_request",
    "submit",
    "token_for_code",
    "track",
    "usual_categories",
    "view_case",
    "withdraw_verdict",
]

#: Modules by the names that they have.
_MODULES = {
    "address_of": "access",
    "Announced": "owner",
    "Archive": "archives",
    "ArchiveFailed": "archives",
    "Arrived": "filing",
    "ask_for_photos": "requesting",
    "Asking": "new_requests",
    "begin_logo": "logo_uploads",
    "begin_photo": "plain",
    "CaseView": "overview",
    "check_asking": "requesting",
    "check_extending": "following_up",
    "check_resending": "following_up",
    "check_upload": "owner",
    "check_verdict": "reviewing",
    "check_weeks": "seasons",
    "code_entry_address": "access",
    "delete_attachment": "overview",
    "derive_link": "access",
    "draw_uploaded_logo": "logo_uploads",
    "extend": "following_up",
    "file_photo": "filing",
    "find_lacking": "showing",
    "find_logo": "branding",
    "keep_logo": "logo_uploads",
    "list_attachments": "overview",
    "list_of_client": "showing",
    "list_requests": "showing",
    "logo_address": "branding",
    "logo_source": "branding",
    "make_archive": "archives",
    "mark_opened": "owner",
    "miss_archive": "archives",
    "NotArrived": "filing",
    "OwnerView": "owner",
    "PlainForm": "plain",
    "Preview": "requesting",
    "preview_email": "mail_previews",
    "preview_messages": "requesting",
    "reconcile": "comparison",
    "remove_upload": "owner",
    "resend": "following_up",
    "Reservation": "owner",
    "reserve_upload": "owner",
    "review_photo": "reviewing",
    "ReviewedMeanwhile": "reviewing",
    "revoke": "following_up",
    "Seen": "reviewing",
    "show_archive": "photo_archives",
    "show_attachment": "overview",
    "show_case": "overview",
    "show_figures": "seasons",
    "show_form": "plain",
    "show_page": "owner",
    "show_request": "showing",
    "Shown": "access",
    "submit": "owner",
    "token_for_code": "access",
    "track": "outcomes",
    "usual_categories": "branding",
    "view_case": "overview",
    "withdraw_verdict": "reviewing",
}

if not TYPE_CHECKING:  # it would hide misspelt names

    def __getattr__(name: str) -> Any:
        """Load the module of a use case."""
        if name not in _MODULES:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_MODULES[name]}"), name)
