"""Permissions of the operations of printed documents, stated independently of the code."""

from tests.support.api.permissions import Permissions

PERMISSIONS = Permissions(
    who_may={
        "GET /console/settings/documents": "console account:write",
        "GET /console/settings/documents/sample": "console account:write",
        "POST /console/settings/documents/sample": "console account:write",
        "POST /console/settings/documents/again": "console account:write",
    },
)
