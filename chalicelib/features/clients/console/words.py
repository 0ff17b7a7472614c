"""Words of clients' pages."""

from collections.abc import Mapping

from chalicelib.base.languages import N_
from chalicelib.features.clients import documents
from chalicelib.features.clients.model import Kept, Standing

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
    "unknown": N_("is not there any more"),
}
#: By code of a warning, beside those of documents.
WARNINGS: Mapping[str, str] = {
    **documents.WARNINGS,
    "client_bound": N_("This person has bought a policy from another agent: the card can only be read."),
}
#: By type of a change: the sentence of a client's history.
CHANGES: Mapping[str, str] = {
    "created": N_("Added"),
    "imported": N_("Imported from a file"),
    "updated": N_("Changed"),
    "phone_confirmed": N_("Phone confirmed by a code"),
    "merged": N_("Merged with another card"),
    "told_apart": N_("Told from another person of that name"),
}
