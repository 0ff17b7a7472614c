"""The scopes that photos adds to those of the platform."""

ATTACHMENTS_DELETE = "attachments:delete"
