"""Loads every class of rows: whoever queries a table must know all kinds that it may hold.

app.py imports this where not all features are loaded anyway.
"""

from chalicelib.accounts import table as accounts
from chalicelib.accounts.table import factors
from chalicelib.cases import table as cases
from chalicelib.notifications import table as notifications
from chalicelib.photos import table as photos
from chalicelib.photos.table import archives, compared, figures, locators, staff_mails
from chalicelib.webhooks import table as webhooks

__all__ = ["accounts", "archives", "cases", "compared", "factors", "figures", "locators", "notifications", "photos",
           "staff_mails", "webhooks"]  # fmt: skip
