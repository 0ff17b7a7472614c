"""People of client companies in the client area: invitations, permissions, notices."""
