"""Use cases of the cabinet: signing in, recovery of access, the own person, codes."""
