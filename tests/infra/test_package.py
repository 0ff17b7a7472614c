"""The package: its omissions, and that the same input has the same bytes."""

import zipfile
from pathlib import Path

import pytest

from infra import package, wheels


@pytest.fixture
def site_packages(tmp_path: Path) -> Path:
    for name in (
        "botocore/data/s3/2006-03-01/service-2.json.gz",
        "botocore/data/ec2/2016-11-15/service-2.json.gz",
        "botocore/data/endpoints.json",
        "boto3/data/ec2/resources-1.json",
        "pydantic/main.py",
        "pydantic/main.pyi",
        "segno/tests/test_segno.py",
        "tests/of_nobody.py",
    ):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    return tmp_path


def test_trimming_keeps_the_services_that_we_call_and_all_code(site_packages: Path) -> None:
    package.trim(site_packages)

    assert [str(path.relative_to(site_packages)) for path in wheels.files_of(site_packages)] == [
        "botocore/data/endpoints.json",
        "botocore/data/s3/2006-03-01/service-2.json.gz",
        "pydantic/main.py",
        "tests/of_nobody.py",
    ]


def test_the_same_files_give_the_same_zip(tmp_path: Path) -> None:
    source = tmp_path / "a.py"
    source.write_text("x = 1\n")
    first, second = tmp_path / "first.zip", tmp_path / "second.zip"

    wheels.write_zip(first, [(source, "a.py")])
    source.touch()
    wheels.write_zip(second, [(source, "a.py")])

    assert first.read_bytes() == second.read_bytes()


def test_the_joined_zip_has_dependencies_and_compiled_application(tmp_path: Path) -> None:
    dependencies, application, joined = (tmp_path / name for name in ("d.zip", "a.zip", "deployment.zip"))
    code = tmp_path / "code.py"
    code.write_text("x = 1\n")
    wheels.write_zip(dependencies, [(code, "segno/__init__.py")])
    wheels.write_zip(application, [(code, "app.py")])

    package.join_zips(joined, dependencies, application)

    with zipfile.ZipFile(joined) as archive:
        assert {"segno/__init__.py", "app.py"} < set(archive.namelist())
        assert any(name.startswith("__pycache__/app.") for name in archive.namelist())


def test_a_package_over_the_limit_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = tmp_path / "empty.zip"
    wheels.write_zip(empty, [])
    monkeypatch.setattr(package, "ZIP_LIMIT_BYTES", 1)

    with pytest.raises(wheels.PackageError, match="over the limit"):
        package.join_zips(tmp_path / "deployment.zip", empty, empty)


def test_a_package_that_lambda_cannot_unpack_with_its_layers_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, code = tmp_path / "file", tmp_path / "code.zip"
    file.write_bytes(bytes(1000))
    wheels.write_zip(code, [(file, "file")])
    monkeypatch.setattr(package, "UNPACKED_LIMIT_BYTES", 1999)

    package.demand_room(package.Package(tmp_path, code, ""))
    with pytest.raises(wheels.PackageError, match="2,000 bytes of package and layers"):
        package.demand_room(package.Package(tmp_path, code, "", {"PrintingLayer": code}))


def test_byte_code_and_sources_of_catalogues_are_not_shipped() -> None:
    shipped = [Path("chalicelib/features/photos/locale/ru/page.mo"), Path("chalicelib/app.py")]
    left = [
        Path("chalicelib/__pycache__/app.cpython-313.pyc"),
        Path("chalicelib/features/photos/locale/ru/page.po"),
        Path("chalicelib/features/printing/fonts/PTSans-Bold.ttf"),
    ]

    assert [package.is_shipped(path) for path in [*shipped, *left]] == [True, True, False, False, False]
