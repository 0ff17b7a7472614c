"""The scopes of photos that nothing of the platform asks for."""

ATTACHMENTS_DELETE = "attachments:delete"
