"""The preview of a request's e-mail with settings that are not saved."""

from datetime import timedelta

from chalicelib.base.clock import now
from chalicelib.base.ids import new_id
from chalicelib.base.languages import Language
from chalicelib.features.photos.model import PhotoRequest
from chalicelib.features.photos.service.access import link_of
from chalicelib.features.photos.service.branding import usual_categories
from chalicelib.features.photos.service.messages import written
from chalicelib.identity.model import Caller
from chalicelib.messaging.letters import Email
from chalicelib.tenancy.model import Account


def preview_email(caller: Caller, account: Account, *, language: Language) -> Email:
    """Return the e-mail of a request as `account`, the caller's with settings to be tried, would send it.

    Its link and code lead nowhere, and are not shown.
    """
    moment = now()
    request = PhotoRequest(
        id=new_id("req"),
        account_id=caller.account_id,
        case_id=new_id("case"),
        language=language,
        categories=tuple(usual_categories(account)),
        channels=("email",),
        created_at=moment,
        created_by=caller.actor,
        expires_at=moment + timedelta(days=7),
    )
    _, email = written(account, request)
    link = link_of(request)
    return Email(
        *(part.replace(link.token, "…").replace(link.code, "…") for part in (email.subject, email.html, email.text))
    )
