"""Processes of claims as the pages of settings read and save them."""

from collections.abc import Mapping
from typing import NamedTuple

from chalicelib.base.errors import NotFound
from chalicelib.base.languages import LANGUAGES, N_, Language, text
from chalicelib.base.words import first_seen
from chalicelib.features.claims.process_changing import change_processes, show_processes
from chalicelib.features.claims.process_defaults import OTHER, usual_processes
from chalicelib.features.claims.processes import ClaimProcess
from chalicelib.features.claims.settings import ClaimSettings
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

LIST = "/console/settings/claims"
GONE = N_("These rules are gone: somebody has removed them.")
_ALL_OTHERS = N_("All other processes")


class Entry(NamedTuple):
    """A process of claims, with the labels of the cases' process of its code."""

    process: ClaimProcess
    labels: Mapping[Language, str]

    @property
    def code(self) -> str:
        return self.process.code

    def label(self, language: Language) -> str:
        """Return the name of its cases' process; the code of one that no case has."""
        if self.code == OTHER and not self.labels:
            return text(language, _ALL_OTHERS)
        return first_seen((self.labels.get(each, "") for each in (language, *LANGUAGES)), otherwise=self.code)


class Shown(NamedTuple):
    """The processes of claims and of cases of an account, as they are now."""

    section: Section[ClaimSettings]
    cases: Mapping[str, Mapping[Language, str]]

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All processes of claims, in the order of lists."""
        return tuple(Entry(each, self.cases.get(each.code, {})) for each in self.section.value.processes)

    def find(self, code: str) -> Entry | None:
        """Return the process of a code, if there is one."""
        return next((each for each in self.entries if each.code == code), None)

    def demand(self, code: str) -> Entry:
        """Return the process of a code. Raises NotFound."""
        entry = self.find(code)
        if entry is None:
            raise NotFound(GONE)
        return entry

    def has_cases(self, code: str) -> bool:
        """Return True if cases can be converted into a process of this code."""
        return code == OTHER or code in self.cases

    def free(self, language: Language) -> Mapping[str, str]:
        """Return the names of processes that have no rules of their own, by code."""
        codes = [each for each in (*self.cases, OTHER) if self.find(each) is None]
        return {code: Entry(beginning(self, code), self.cases.get(code, {})).label(language) for code in codes}


def show(caller: Caller) -> Shown:
    """Return the processes as they are now."""
    account = accounts.show_account(caller.account_id)
    return Shown(show_processes(caller), {each.code: each.labels for each in account.processes})


def replace(caller: Caller, shown: Shown, process: ClaimProcess) -> None:
    """Save a process in its place, a new one at the end. Raises Invalid with all errors, Conflict."""
    save(caller, shown, tuple(({each.code: each.process for each in shown.entries} | {process.code: process}).values()))


def save(caller: Caller, shown: Shown, processes: tuple[ClaimProcess, ...]) -> None:
    """Save all processes. Raises Invalid with all errors, Conflict if they changed since they were read."""
    change_processes(caller, processes, version=shown.section.version)


def demand_usual(code: str) -> ClaimProcess:
    """Return the usual process of a code. Raises NotFound."""
    process = usual(code)
    if process is None:
        raise NotFound(GONE)
    return process


def usual(code: str) -> ClaimProcess | None:
    """Return the usual process of a code, if there is one."""
    return next((each for each in usual_processes() if each.code == code), None)


def beginning(shown: Shown, code: str) -> ClaimProcess:
    """Return the rules that a new process begins with: the usual ones, or those that hold for its claims now."""
    return usual(code) or shown.section.value.of_case(code)
