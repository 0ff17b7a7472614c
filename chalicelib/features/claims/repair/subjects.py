"""Names of referrals in other features: subjects of documents and of payments, the page in the console."""

CASE_PAGE = "/console/cases/{case_id}?tab=claim"
#: The kind of deductibles as subjects of payments.
DEDUCTIBLE_KIND = "ded"


def referral_subject(case_id: str, referral_id: str) -> str:
    """Return the name of a referral as the subject of its document. It begins with the case, whose page shows it."""
    return f"{case_id}#{referral_id}"


def deductible_subject(case_id: str) -> str:
    """Return the name of a case's deductible as a subject of payments."""
    return f"{DEDUCTIBLE_KIND}#{case_id}"
