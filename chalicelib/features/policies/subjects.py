"""Names of a policy's things in other features: of receipts as documents, of pages in the console."""

#: The paths of their pages in the console.
POLICY_PAGE = "/console/policies/{policy_id}"
QUOTE_PAGE = "/console/quotes/{quote_id}"


def receipt_subject(policy_id: str, number: int) -> str:
    """Return the name of a paid instalment as the subject of its receipt."""
    return f"{policy_id}#{number}"


def statement_subject(agent_id: str, month: str) -> str:
    """Return the name of an agent's month as the subject of its document."""
    return f"{agent_id}#{month}"
