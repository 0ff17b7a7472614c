"""Names of a policy's things in other features: subjects of documents and of payments, pages in the console."""

#: The paths of their pages in the console.
POLICY_PAGE = "/console/policies/{policy_id}"
QUOTE_PAGE = "/console/quotes/{quote_id}"
#: Kinds of their subjects of payments.
INSTALMENT_KIND, QUOTE_KIND = "inst", "quo"


def receipt_subject(policy_id: str, number: int) -> str:
    """Return the name of a paid instalment as the subject of its receipt."""
    return f"{policy_id}#{number}"


def statement_subject(agent_id: str, month: str) -> str:
    """Return the name of an agent's month as the subject of its document."""
    return f"{agent_id}#{month}"


def instalment_subject(policy_id: str, number: int) -> str:
    """Return the name of an instalment as a subject of payments."""
    return f"{INSTALMENT_KIND}#{policy_id}#{number}"


def quote_subject(quote_id: str) -> str:
    """Return the name of a quote's first instalment as a subject of payments."""
    return f"{QUOTE_KIND}#{quote_id}"
