"""Use cases of clients; other features call those named here."""

from chalicelib.features.clients.service.adding import add_client, check_new_client, warnings_of
from chalicelib.features.clients.service.changing import change_client, check_change, demand_own
from chalicelib.features.clients.service.confirming import check_code, check_phone, send_code, show_challenge
from chalicelib.features.clients.service.counting import count_case
from chalicelib.features.clients.service.deleting import delete_clients
from chalicelib.features.clients.service.listing import count_clients, list_clients, list_history, list_reveals
from chalicelib.features.clients.service.reading import find_client, find_seen, read_client, read_clients, show_client
from chalicelib.features.clients.service.revealing import reveal_document

__all__ = [
    "add_client",
    "change_client",
    "check_change",
    "check_code",
    "check_new_client",
    "check_phone",
    "count_case",
    "count_clients",
    "delete_clients",
    "demand_own",
    "find_client",
    "find_seen",
    "list_clients",
    "list_history",
    "list_reveals",
    "read_client",
    "read_clients",
    "reveal_document",
    "send_code",
    "show_challenge",
    "show_client",
    "warnings_of",
]
