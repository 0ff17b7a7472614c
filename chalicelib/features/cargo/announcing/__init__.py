"""Announcing of claims to client companies: by staff, back-ends, and by a company itself."""
