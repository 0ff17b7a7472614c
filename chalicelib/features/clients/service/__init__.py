"""Use cases of clients; other features call those named here."""

from chalicelib.features.clients.service.adding import add_client, check_new_client, warnings_of, warnings_of_document
from chalicelib.features.clients.service.binding import bind, count_policy, find_bound
from chalicelib.features.clients.service.changing import change_client, check_change, demand_own
from chalicelib.features.clients.service.confirming import (
    check_code,
    check_phone,
    note_confirmed,
    send_code,
    show_confirmation,
)
from chalicelib.features.clients.service.consenting import (
    add_own_consent,
    check_consent,
    consents_of,
    has_consented,
    list_consents,
    present_texts,
    record_consent,
    withdraw_consent,
    withdraw_own_consents,
)
from chalicelib.features.clients.service.counting import count_case
from chalicelib.features.clients.service.deleting import delete_clients
from chalicelib.features.clients.service.forgetting import erase_client, list_erasures, plan_erasure, plan_own_erasure
from chalicelib.features.clients.service.listing import count_clients, list_clients, list_history, list_reveals
from chalicelib.features.clients.service.person_exporting import export_client, export_own
from chalicelib.features.clients.service.reading import (
    find_client,
    find_seen,
    find_usable,
    read_client,
    read_clients,
    show_client,
    with_standing,
)
from chalicelib.features.clients.service.reporting import is_reported, read_reported, take_reported
from chalicelib.features.clients.service.revealing import reveal_document

__all__ = [
    "add_client",
    "add_own_consent",
    "bind",
    "change_client",
    "check_change",
    "check_code",
    "check_consent",
    "check_new_client",
    "check_phone",
    "consents_of",
    "count_case",
    "count_clients",
    "count_policy",
    "delete_clients",
    "demand_own",
    "erase_client",
    "export_client",
    "export_own",
    "find_bound",
    "find_client",
    "find_seen",
    "find_usable",
    "has_consented",
    "is_reported",
    "list_clients",
    "list_consents",
    "list_erasures",
    "list_history",
    "list_reveals",
    "note_confirmed",
    "plan_erasure",
    "plan_own_erasure",
    "present_texts",
    "read_client",
    "read_clients",
    "read_reported",
    "record_consent",
    "reveal_document",
    "send_code",
    "show_client",
    "show_confirmation",
    "take_reported",
    "warnings_of",
    "warnings_of_document",
    "with_standing",
    "withdraw_consent",
    "withdraw_own_consents",
]
