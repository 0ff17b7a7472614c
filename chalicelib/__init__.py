"""Osmotr: ask a vehicle owner for photos, file what comes back into the case."""
