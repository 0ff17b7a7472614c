"""Referrals to workshops: printed for the client, with the deductible that the client pays."""
