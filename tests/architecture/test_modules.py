"""Rules of dependencies between modules, and of their size."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra.system import FUNCTIONS
from infra.system.grants import grants_of
from tests.architecture.source import ROOT, sources, top_level

CODE = sources("app.py", "chalicelib")
EVERYTHING = sources("app.py", "chalicelib", "infra")
#: Too slow to import, or needed by too few calls, to be imported by every function at its start. The first use loads
#: them.
HEAVY = {
    "altcha",
    "captcha",
    "argon2",
    "gettext",
    "PIL",
    "boto3",
    "email_validator",
    "idna",
    "jinja2",
    "jwt",
    "phonenumbers",
    "pillow_heif",
    "pypdf",
    "pypdfium2",
    "python_calamine",
    "pyvips",
    "segno",
    "stdnum",
    "ulid",
}
#: Likewise, though other parts of the same packages are imported by all.
HEAVY_IN_PART = {"aws_lambda_powertools", "cryptography", "pydantic"}
LINES_OF_A_FUNCTION = 60
LINES_OF_A_FILE = 400


def users_of(package: str) -> set[str]:
    return {source.name for source in CODE if package in top_level(source.imported)}


def test_pynamodb_is_in_tables_and_aws_only() -> None:
    users = users_of("pynamodb")

    assert {
        name for name in users if not re.fullmatch(r"chalicelib/(aws/\w+|(features/)?\w+/table(/\w+)?)\.py", name)
    } == set()
    assert "chalicelib/features/cases/table/__init__.py" in users


def test_aws_is_spoken_to_in_one_package_only() -> None:
    users = users_of("boto3") | users_of("botocore")

    assert {name for name in users if not name.startswith("chalicelib/aws/")} == set()
    assert "chalicelib/aws/clients.py" in users


def test_chalice_is_in_the_layer_of_http_and_events_only() -> None:
    allowed = (
        r"app\.py|chalicelib/(http|docs|frame(/(area|console|public))?)/\w+\.py"
        r"|chalicelib/features/\w+/((area|console|owner|public)(/\w+)*/\w+|\w*routes|events)\.py"
    )

    assert {name for name in users_of("chalice") if not re.fullmatch(allowed, name)} == set()


def test_the_environment_is_read_in_settings_only() -> None:
    readers = {
        source.name
        for source in CODE
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Attribute | ast.Name) and ast.unparse(node) in {"os.environ", "os.getenv", "environ"}
    }

    assert readers == {"chalicelib/base/settings.py"}


def test_tables_are_never_scanned() -> None:
    scans = {
        source.name
        for source in CODE
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.Attribute) and node.attr in {"scan", "parallel_scan"})
        or (isinstance(node, ast.Constant) and node.value in {"Scan", "scan"})
    }

    assert scans == set()
    assert not any("dynamodb:Scan" in grant.actions for function in FUNCTIONS for grant in grants_of(function))


def test_only_heavy_libraries_are_imported_within_functions() -> None:
    others = {source.name: top_level(source.imported_in_functions) - HEAVY - HEAVY_IN_PART for source in CODE}

    assert {name: each for name, each in others.items() if each} == {}


def test_importing_the_app_imports_nothing_heavy() -> None:
    probe = f"import sys, app; print(sorted({HEAVY!r} & sys.modules.keys()))"

    ran = subprocess.run([sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True)

    assert ran.stdout.strip() == "[]"


def test_functions_fit_a_screen_and_files_a_reader() -> None:
    long = {
        f"{source.name}: {function.name}": length
        for source in EVERYTHING
        for function in source.functions
        if (length := (function.end_lineno or 0) - function.lineno + 1) > LINES_OF_A_FUNCTION
    }

    assert long == {}
    assert {each.name for each in EVERYTHING if each.text.count("\n") > LINES_OF_A_FILE} == set()


def test_most_functions_are_short() -> None:
    lengths = sorted(
        (function.end_lineno or 0) - function.lineno + 1 for source in CODE for function in source.functions
    )

    assert lengths[len(lengths) // 2] <= 12
    assert lengths[len(lengths) * 9 // 10] <= 30


@pytest.mark.parametrize("name", ["utils.py", "helpers.py", "common.py", "misc.py"])
def test_no_file_is_named_after_nothing(name: str) -> None:
    assert [source.name for source in EVERYTHING if Path(source.name).name == name] == []


def test_import_linters_contracts_are_kept() -> None:
    ran = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout
    assert "0 broken" in ran.stdout
