"""Settings of claims: processes by the code of the account's processes of cases."""

from pydantic import Field

from chalicelib.base.models import Frozen
from chalicelib.features.claims.process_defaults import OTHER, usual_processes
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.tenancy import sections

MOST_PROCESSES = 30


class ClaimSettings(Frozen):
    """The account's processes of claims in the order of lists."""

    #: None: the usual ones. Why not these as the default: a default isn't stored, and a later release may change it.
    own: tuple[ClaimProcess, ...] | None = Field(default=None, max_length=MOST_PROCESSES)

    @property
    def processes(self) -> tuple[ClaimProcess, ...]:
        """The processes, each with documents and terms of its own."""
        return usual_processes() if self.own is None else self.own

    def find(self, code: str) -> ClaimProcess | None:
        """Return the process of a code, if there is one."""
        return next((each for each in self.processes if each.code == code), None)

    def of_case(self, code: str | None) -> ClaimProcess:
        """Return the process of claims of cases in a process; one without rules of its own has those of `other`."""
        named = self.find(code) if code else None
        if named is not None:
            return named
        general = self.find(OTHER) or next(each for each in usual_processes() if each.code == OTHER)
        return general.model_copy(update={"code": code or OTHER})


def claim_settings(account_id: str) -> ClaimSettings:
    """Return the processes of an account, as they were at most a minute ago."""
    return sections.load(account_id, ClaimSettings)
