"""Reminders of clients: instalments, renewals, deductibles of repairs. Each is given once, while it is still due."""
