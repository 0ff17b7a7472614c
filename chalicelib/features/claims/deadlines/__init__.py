"""Deadlines of claims: rules as data, calendars of places, pure computation of last days and ends."""
