"""Osmotr asks a vehicle owner for photos and files them into the case."""
