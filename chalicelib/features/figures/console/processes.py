"""Processes of the account as choices of a page."""

from chalicelib.base.languages import LANGUAGES, Language
from chalicelib.base.words import first_seen
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts


def process_labels(caller: Caller, language: Language) -> dict[str, str]:
    """Return the names of the account's processes by code."""
    return {
        each.code: first_seen((each.labels.get(one, "") for one in (language, *LANGUAGES)), otherwise=each.code)
        for each in accounts.load_account(caller.account_id).processes
    }
