"""Consents on the pages of registrations: each has its text and its own tick."""

from collections.abc import Mapping

from chalicelib.base.languages import N_
from chalicelib.features.cabinet.area.forms import Fields
from chalicelib.features.cabinet.joining.consents import Offered
from chalicelib.features.clients.personal import Purpose

#: Beside the tick of a consent: msgids.
CONSENTS: Mapping[Purpose, str] = {
    Purpose.PERSONAL_DATA: N_("I agree to the processing of my personal data"),
    Purpose.ADVERTISING: N_("I agree to get offers and advertising"),
    Purpose.SHARING: N_("I agree to the transfer of my data to partners"),
}


class Ticks(Fields):
    """A tick for each consent."""

    personal_data: str = ""
    advertising: str = ""
    sharing: str = ""

    @property
    def consents(self) -> tuple[str, ...]:
        """The purposes that are ticked."""
        return tuple(each for each in CONSENTS if getattr(self, each))


def shown_consents(offered: Mapping[Purpose, Offered]) -> list[Mapping[str, object]]:
    """Return consents as `join_ticks.html` draws them."""
    return [
        {
            "name": purpose.value,
            "label": CONSENTS[purpose],
            "text": each.text.text,
            "language": each.text.language,
            "is_demanded": each.is_demanded,
        }
        for purpose, each in offered.items()
    ]
