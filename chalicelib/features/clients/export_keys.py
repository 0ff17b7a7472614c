"""Keys of exports of clients' data in the bucket."""

from chalicelib.aws import photo_bucket


def exports_prefix(account_id: str, client_id: str) -> str:
    """Return the prefix of the keys of a client's exports."""
    return photo_bucket.archives_prefix(account_id=account_id, case_id=f"clients/{client_id}")
