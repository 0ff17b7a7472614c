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
from chalicelib.features.claims.usual_cargo import CARGO
from chalicelib.identity.model import Caller
from chalicelib.tenancy import service as accounts
from chalicelib.tenancy.sections import Section

LIST = "/console/settings/claims"
GONE = N_("These rules are gone: somebody has removed them.")
#: Names of usual processes that cases needn't have.
_NAMES: Mapping[str, str] = {OTHER: N_("All other processes"), CARGO: N_("Cargo claims")}


class Entry(NamedTuple):
    """A process of claims, with the labels of the cases' process of its code."""

    process: ClaimProcess
    labels: Mapping[Language, str]

    @property
    def code(self) -> str:
        return self.process.code

    def label(self, language: Language) -> str:
        """Return the name of its cases' process; the code of one that no case has."""
        if self.code in _NAMES and not self.labels:
            return text(language, _NAMES[self.code])
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
        """Return True if claims can begin in a process of this code: their cases have it, or they are announced."""
        found = self.find(code)
        return code == OTHER or code in self.cases or (found is not None and found.process.announced)

    def free(self, language: Language) -> Mapping[str, str]:
        """Return the names of processes that have no rules of their own, by code."""
        codes = [each for each in dict.fromkeys((*self.cases, *_NAMES)) if self.find(each) is None]
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


def ready(shown: Shown, language: Language) -> Mapping[str, str]:
    """Return the names of usual processes that can be added without a process of cases, by code."""
    return {code: label for code, label in shown.free(language).items() if (found := usual(code)) and found.announced}


def demand_ready(shown: Shown, code: str) -> ClaimProcess:
    """Return a usual process that can be added. Raises NotFound."""
    if code not in ready(shown, LANGUAGES[0]):
        raise NotFound(GONE)
    return demand_usual(code)


def usual(code: str) -> ClaimProcess | None:
    """Return the usual process of a code, if there is one."""
    return next((each for each in usual_processes() if each.code == code), None)


def beginning(shown: Shown, code: str) -> ClaimProcess:
    """Return the rules that a new process begins with: the usual ones, or those that hold for its claims now."""
    return usual(code) or shown.section.value.of_case(code)
