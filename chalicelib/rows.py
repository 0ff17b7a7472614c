"""Loads every class of rows: whoever queries a table must know all kinds that it may hold.

app.py imports this where not all features are loaded anyway.
"""

from chalicelib.features.cases import table as cases
from chalicelib.features.photos import table as photos
from chalicelib.features.photos.table import archives, compared, figures, locators, staff_mails
from chalicelib.features.webhooks import table as webhooks
from chalicelib.identity.table import factors
from chalicelib.messaging import table as messaging
from chalicelib.outbox import table as outbox
from chalicelib.tenancy import table as accounts

__all__ = ["accounts", "archives", "cases", "compared", "factors", "figures", "locators", "messaging", "outbox",
           "photos", "staff_mails", "webhooks"]  # fmt: skip
