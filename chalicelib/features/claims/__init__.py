"""Claims: cases in a process of the account, with stages, documents, deadlines and a decision."""
