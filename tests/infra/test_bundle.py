from pathlib import Path

import pytest

from infra.bundle import bundle


def write(folder: Path, **modules: str) -> Path:
    """Write modules by their names and return the entry, `main`."""
    for name, source in modules.items():
        (folder / f"{name}.js").write_text(source)
    return folder / "main.js"


def test_modules_come_before_those_who_import_them_and_once(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        a="export const one = 1;\n",
        b="import { one } from './a.js';\nexport function two() {\n  return one + 1;\n}\n",
        main="import { one } from './a.js';\nimport { two } from './b.js';\ntwo(one);\n",
    )

    assert bundle(entry) == "const one = 1;\nfunction two() {\nreturn one + 1;\n}\ntwo(one);\n"


def test_comments_stay_behind(tmp_path: Path) -> None:
    entry = write(tmp_path, main="// @ts-check\n/** Why.\n * @param {string} a\n */\nconst x = 'a // b'; // kept\n")

    assert bundle(entry) == "const x = 'a // b'; // kept\n"


def test_a_name_that_two_modules_declare_is_refused(tmp_path: Path) -> None:
    entry = write(tmp_path, a="export const x = 1;\n", main="import { x } from './a.js';\nfunction x() {}\n")

    with pytest.raises(ValueError, match=r"\['x'\]"):
        bundle(entry)


@pytest.mark.parametrize("line", ["import x from './a.js';", "export default 1;", "import * as a from './a.js';"])
def test_imports_and_exports_of_other_kinds_are_refused(tmp_path: Path, line: str) -> None:
    entry = write(tmp_path, a="export const x = 1;\n", main=f"{line}\n")

    with pytest.raises(ValueError, match=r"main\.js: not understood"):
        bundle(entry)


def test_a_circle_of_imports_ends(tmp_path: Path) -> None:
    entry = write(
        tmp_path,
        a="import { y } from './main.js';\nexport const x = () => y;\n",
        main="import { x } from './a.js';\nexport const y = x;\n",
    )

    assert bundle(entry) == "const x = () => y;\nconst y = x;\n"
