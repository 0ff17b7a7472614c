"""Names of the choices of e-mails about cases in the console: the account's, and each person's own."""

from collections.abc import Mapping

from chalicelib.base.languages import N_
from chalicelib.identity.case_emails import CaseEmails, OwnCaseEmails

RULES: Mapping[CaseEmails, str] = {
    CaseEmails.HANDLER: N_("Only the handler"),
    CaseEmails.ADMINISTRATORS: N_("The handler and administrators"),
    CaseEmails.EVERYBODY: N_("Everybody"),
    CaseEmails.NOBODY: N_("Nobody, not even the handler"),
}
OWN_CHOICES: Mapping[OwnCaseEmails, str] = {
    OwnCaseEmails.ACCOUNT: N_("As the organisation has set"),
    OwnCaseEmails.MINE: N_("Only of cases that I handle"),
    OwnCaseEmails.ALL: N_("Of all cases"),
    OwnCaseEmails.NONE: N_("Of no case"),
}
