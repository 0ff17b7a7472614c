"""The words of the console for the states of a case."""

from chalicelib.base.languages import N_
from chalicelib.features.cases.model import CaseStatus

CASE_STATUS = {
    CaseStatus.NEW: N_("New"),
    CaseStatus.WAITING: N_("Waiting for photos"),
    CaseStatus.RECEIVED: N_("Photos received"),
    CaseStatus.CONVERTED: N_("Converted"),
}

#: The next step in a case of this status, with its actor.
AWAITED = {
    CaseStatus.NEW: N_("Ask for photos"),
    CaseStatus.WAITING: N_("The photos are still to come"),
    CaseStatus.RECEIVED: N_("Look at the photos"),
    CaseStatus.CONVERTED: "",
}

#: The look of a state (a class of the style sheet); the word beside it says the same.
CASE_LOOK = {
    CaseStatus.NEW: "",
    CaseStatus.WAITING: "look",
    CaseStatus.RECEIVED: "good",
    CaseStatus.CONVERTED: "",
}
