"""Changes of an account's processes of claims."""

from chalicelib.features.claims.process_rules import check_processes
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.settings import ClaimSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import sections
from chalicelib.tenancy.sections import Section


def show_processes(caller: Caller) -> Section[ClaimSettings]:
    """Return the processes as they are now."""
    return sections.show(caller.account_id, ClaimSettings)


def change_processes(caller: Caller, processes: tuple[ClaimProcess, ...], *, version: int) -> Section[ClaimSettings]:
    """Replace the processes that were read in a version. Raises Invalid with all errors, Conflict.

    Claims that have begun keep the rules that they began with.
    """
    check_processes(processes)
    return sections.change(caller.account_id, ClaimSettings(own=processes), since=version)
