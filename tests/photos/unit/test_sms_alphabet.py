"""SMS in Spanish fit the alphabet of GSM."""

import re

from chalicelib.messaging.sms import is_gsm
from tests.support.catalogues import catalogue, forms


def test_spanish_sms_wordings_fit_the_gsm_alphabet() -> None:
    domains = ("messages", "messages_retakes")
    entries = [entry for name in domains for entry in catalogue("es", name) if "{link}" in str(entry.id)]
    wordings = [form for entry in entries for form in forms(entry.string)]

    assert len(wordings) == 12 + 9 * 2
    assert [wording for wording in wordings if not is_gsm(re.sub(r"{\w+}", "", wording))] == []
