"""Words of reminders: names of tasks, policies and cases."""

from collections.abc import Mapping
from types import MappingProxyType

from chalicelib.base.languages import N_, Language, text
from chalicelib.features.cabinet.reminders.model import About
from chalicelib.features.cabinet.reminders.rules import Task
from chalicelib.features.cabinet.reminders.tasks import Thing

#: Names of tasks.
TITLES: Mapping[About, str] = MappingProxyType(
    {
        About.INSTALMENT: N_("Pay instalment {part} of {parts}"),
        About.RENEWAL: N_("Renew the policy"),
        About.DEDUCTIBLE: N_("Pay the deductible of the repair"),
    }
)
_POLICY = N_("Policy No. {number}")
_CASE = N_("Repair, case {number}")


def title_of(thing: Thing, task: Task, language: Language) -> str:
    """Return the name of a task."""
    return text(language, TITLES[task.about], part=task.part, parts=parts_of(thing))


def named(thing: Thing, language: Language) -> str:
    """Return the policy by its number, or the repair by its case."""
    return text(language, _POLICY if thing.policy else _CASE, number=thing.title)


def parts_of(thing: Thing) -> int:
    """Return the number of a policy's instalments."""
    return len(thing.policy.instalments) if thing.policy else 0
