"""Consents of a registration: each document of the account has its own tick, and only one is demanded."""

from collections.abc import Collection, Mapping
from typing import NamedTuple

from chalicelib.base.errors import FieldError
from chalicelib.base.languages import LANGUAGES, N_, Language
from chalicelib.features.cabinet.joining.model import Agreed
from chalicelib.features.clients.personal import Purpose
from chalicelib.features.clients.settings import ClientSettings, ConsentText
from chalicelib.tenancy import sections
from chalicelib.tenancy.model import Account

#: Purposes that a registration asks for, the demanded one first.
_ASKED = (Purpose.PERSONAL_DATA, Purpose.ADVERTISING, Purpose.SHARING)
_DEMANDED = N_("Without this consent there can be no cabinet. Read the text, and tick it if you agree.")
_UNKNOWN = N_("There is no such consent. Name those that the first step offers.")


class Offered(NamedTuple):
    """A consent that a registration asks for."""

    text: ConsentText
    is_demanded: bool

    @property
    def agreed(self) -> Agreed:
        """Return the consent as it is stored once it was ticked."""
        said = self.text
        return Agreed(purpose=said.purpose, language=said.language, version=said.version, sha256=said.sha256)


def offered_consents(account: Account, language: Language) -> Mapping[Purpose, Offered]:
    """Return the consents that an account asks for, in a language or else in another one that it has."""
    settings = sections.load(account.id, ClientSettings)
    wanted = dict.fromkeys((language, account.language, *LANGUAGES))
    offered = {}
    for purpose in _ASKED:
        texts = (settings.find_text(purpose, each) for each in wanted)
        text = next((each for each in texts if each is not None and each.text), None)
        if text is not None:
            offered[purpose] = Offered(text, purpose is Purpose.PERSONAL_DATA)
    return offered


def wrong_consents(offered: Mapping[Purpose, Offered], ticked: Collection[str]) -> list[FieldError]:
    """Return the errors of a choice of consents."""
    errors = [
        FieldError("/consents", _DEMANDED)
        for purpose, each in offered.items()
        if each.is_demanded and purpose not in ticked
    ]
    return errors or [FieldError("/consents", _UNKNOWN) for each in ticked if each not in offered][:1]
