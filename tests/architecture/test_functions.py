"""Each function imports `app` and loads the modules that it runs: all of them, and not many more."""

import re
from typing import Any

from chalicelib.base.installed import find_function, installed
from chalicelib.functions import HTTP, workers
from infra.system import FUNCTIONS
from tests.architecture.processes import EVERYTHING, Case, processes

#: Modules that a worker does without. The settings of the client area are no page: e-mails name its address for help.
PAGES = re.compile(
    r"chalicelib\.(http\b|(frame|docs)\.(?!feature$|area$|area\.settings$)|features\.\w+\.(console|owner|routes)\b)"
)
#: Parts of PAGES that some workers need: an import reads a row as the API reads the body of a client.
#: Messages name the address of a client area.
NEEDED = {
    "import_clients": re.compile(r"chalicelib\.(http\b|frame\.console(\.fields)?$)"),
    "dispatch_outbox": re.compile(r"chalicelib\.frame\.area\.site$"),
}
#: Modules that some workers do without, beside PAGES.
UNUSED = {
    "file_photos": r"features\.photos\.(message_texts|service\.(archives|comparison|messages|owner|plain))",
    "make_archives": r"features\.photos\.(imaging|message_texts|sandbox|service\.(comparison|filing|messages|owner))",
    "reconcile_photos": r"features\.photos\.(imaging|message_texts|sandbox|service\.(archives|filing|messages|owner))",
    "do_due": r"features\.(photos\.(couriers|imaging|sandbox|service\.(archives|filing|owner))"
    r"|staff(_news)?\.(?!feature$))",
    "dispatch_outbox": r"features\.photos\.(imaging|sandbox|service\.(archives|filing|owner|plain))",
    "track_delivery": r"features\.(photos\.(imaging|sandbox|service\.(archives|filing|owner))"
    r"|staff(_news)?\.(?!feature$))",
}
#: Functions that send messages have their couriers when they start.
COURIERS = {f"chalicelib.{package}.couriers" for package in ("messaging", "features.photos", "features.staff_news")}
SENDING = {"dispatch_outbox"}


def test_one_feature_brings_each_function() -> None:
    named = [name for feature in installed() for name in feature.functions]

    assert sorted([HTTP, *named]) == sorted(function.name for function in FUNCTIONS)


def test_a_function_has_all_that_its_handler_calls_and_no_pages_and_reads_rows_of_all_kinds() -> None:
    """Lambda's process of each; its kinds of rows against those of a process that has loaded everything."""
    names = sorted({HTTP} | workers())
    everything, *found = processes(Case(""), *(Case(f"osmotr-prod-{name}") for name in names))

    wrong = {name: wrong_of(name, each, everything["rows"]) for name, each in zip(names, found, strict=True)}
    assert {name: each for name, each in wrong.items() if each} == {}


def wrong_of(name: str, found: dict[str, Any], every: dict[str, Any]) -> list[str]:
    """Return a function's missing and superfluous modules."""
    rows: dict[str, Any] = found["rows"]
    modules: list[str] = found["modules"]
    routes: list[str] = found["routes"]
    wrong = [f"rows of {table}: {rows.get(table)}" for table in every if rows.get(table) != every[table]]
    if name == HTTP:
        return wrong
    (module,) = (f"{each.package}.{each.functions[name]}" for each in installed() if name in each.functions)
    wrong += [] if module.partition(":")[0] in modules else [f"no {module}"]
    wrong += [f"no {courier}" for courier in sorted(COURIERS - set(modules)) if name in SENDING]
    unused = re.compile(rf"chalicelib\.({UNUSED.get(name, '$')})")
    needed = NEEDED.get(name, re.compile("$"))
    left_out = [each for each in modules if not needed.match(each)]
    return wrong + routes + [each for each in left_out if PAGES.match(each) or unused.match(each)]


def test_every_worker_finds_what_it_forwards_to() -> None:
    assert [name for name in workers() if not callable(find_function(name))] == []


def test_a_process_that_is_no_function_that_we_know_loads_everything() -> None:
    functions = ("", "another", "osmotr-prod-forgotten")

    found = processes(*(Case(function) for function in functions))

    assert [set(each["routes"]) == EVERYTHING for each in found] == [True] * len(functions)
    assert [{"chalicelib.features.photos.events"} <= set(each["modules"]) for each in found] == [True] * len(functions)
