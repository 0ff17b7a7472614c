"""Words of the pages of registrations."""

from collections.abc import Mapping

from chalicelib.base.languages import N_
from chalicelib.features.clients.personal import Purpose

#: Beside the tick of a consent: msgids.
CONSENTS: Mapping[Purpose, str] = {
    Purpose.PERSONAL_DATA: N_("I agree to the processing of my personal data"),
    Purpose.ADVERTISING: N_("I agree to get offers and advertising"),
    Purpose.SHARING: N_("I agree to the transfer of my data to partners"),
}
