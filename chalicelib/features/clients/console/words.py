"""Words of clients' pages."""

from collections.abc import Mapping

from chalicelib.base.languages import N_
from chalicelib.features.clients import documents
from chalicelib.features.clients.model import Kept, Standing
from chalicelib.features.clients.personal import Channel, Purpose
from chalicelib.features.clients.refusals import BOUND_SINCE

#: By fact of a client: its label.
FACTS: Mapping[str, str] = {
    "surname": N_("Surname"),
    "given_name": N_("Given name"),
    "patronymic": N_("Patronymic"),
    "no_patronymic": N_("Has no patronymic"),
    "birth_date": N_("Birth date"),
    "name": N_("Company"),
    "tax_country": N_("Country of the tax number"),
    "tax_number": N_("Tax number"),
    "contact": N_("Contact person"),
    "help_email": N_("Help address of the company"),
    "email": N_("Personal e-mail"),
    "document": N_("Document"),
    "document_kind": N_("Document"),
    "document_number": N_("Series and number"),
    "document_issued_on": N_("Date of issue"),
    "phone": N_("Phone"),
    "language": N_("Language of messages"),
    "comment": N_("Comment"),
    "kind": N_("Kind of client"),
}
#: The labels of a company's facts where they are others.
COMPANY_FACTS: Mapping[str, str] = {**FACTS, "email": N_("E-mail")}
#: By kind of client: its label.
KINDS: Mapping[str, str] = {"person": N_("Person"), "company": N_("Company")}
#: By standing: its label, and its look.
STANDINGS: Mapping[Standing, tuple[str, str]] = {
    Standing.PROSPECT: (N_("Prospect"), ""),
    Standing.BOUND: (N_("Client"), "good"),
    Standing.BOUND_ELSEWHERE: (N_("Client of another agent"), "look"),
    Standing.HOUSE: (N_("Client of the organisation"), ""),
}
KEPT: Mapping[Kept, str] = {
    "has_policy": N_("has a policy"),
    "bound": N_("is bound by a sale"),
    "open_payment": N_("has a payment under way"),
    "open_case": N_("is named in a case"),
    "kept_by_law": N_("was erased, and the rest is kept by law"),
    "unknown": N_("is not there any more"),
}
#: By code of a warning, beside those of documents.
WARNINGS: Mapping[str, str] = {
    **documents.WARNINGS,
    "client_bound": BOUND_SINCE,
}
#: By type of a change: the sentence of a client's history.
CHANGES: Mapping[str, str] = {
    "created": N_("Added"),
    "imported": N_("Imported from a file"),
    "updated": N_("Changed"),
    "phone_confirmed": N_("Phone confirmed by a code"),
    "merged": N_("Merged with another card"),
    "bound": N_("Bound to the agent by a sale"),
    "told": N_("Told who the agent is"),
    "contested": N_("The client contests the agent"),
    "contest_closed": N_("The matter is closed: the client stays with the agent"),
    "rebound": N_("Moved to another base"),
    "told_apart": N_("Marked as a different person of the same name"),
    "consent_given": N_("Consent recorded"),
    "consent_withdrawn": N_("Consent withdrawn"),
    "erased": N_("Erased on request"),
}
PURPOSES: Mapping[Purpose, str] = {
    Purpose.PERSONAL_DATA: N_("Processing of personal data"),
    Purpose.ADVERTISING: N_("Advertising"),
    Purpose.SHARING: N_("Passing data to partners"),
    Purpose.PHONE: N_("Calls and messages to the phone"),
}
#: By channel of a consent: the way in which it was given.
CHANNELS: Mapping[Channel, str] = {
    "paper": N_("on paper"),
    "sms": N_("by a code in an SMS"),
    "email": N_("by e-mail"),
    "web": N_("on a web page"),
    "voice": N_("in a recorded call"),
}
#: By code of a proof of an erasure: the data.
HELD: Mapping[str, str] = {
    "name": N_("name"),
    "birth_date": N_("birth date"),
    "document": N_("identity document"),
    "tax_number": N_("tax number"),
    "contacts": N_("phone and e-mail"),
    "comment": N_("comment"),
    "search": N_("places in lists and in the search"),
    "consents": N_("consents"),
    "history_values": N_("values in the history"),
    "history": N_("moments and authors of changes"),
    "reveals": N_("who read the document's number, when and why"),
    "binding": N_("binding to the agent"),
}
