"""Addresses of the console's pages for readers elsewhere: in mails, in events, in answers of the API."""

from chalicelib.base.settings import settings


def case_link(case_id: str) -> str:
    """Return the address of a case's page. It stays the same as long as the deployment's own address does."""
    return page_link(f"/console/cases/{case_id}")


def page_link(path: str) -> str:
    """Return the address of a page of the console (`/console…`)."""
    return settings().public_base_url + path
