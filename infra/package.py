"""Builds the deployed package: one SAM template and one zip for all functions, in .build/<stage>/.

Three parts, each made again only when its sources changed:

1. the dependencies of requirements.txt as Linux wheels, chosen by chalice's own builder, trimmed (`trim`) and compiled;
2. `chalice package` of a copy of the project without requirements: the template and a small zip with app.py, chalicelib
   and chalice's runtime. Chalice itself would fetch all dependencies again after each change of a line of code.
   The functions' settings and policies are written into that copy. Tables, queues and alarms are laid over the
   template: all of these are data (infra/system);
3. both zips in one.

`python -m infra.package [--template-only] <stage>` builds and prints the template's path and the zip's size.
"""

import fcntl
import hashlib
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml
from chalice.package import TemplateDeepMerger

from chalicelib.base.installed import proxies
from chalicelib.base.templating import write_compiled
from infra import alarms, api_resources, layers, wheels
from infra.api_resources import collapsed
from infra.page_assets import build_assets, build_console_assets
from infra.system import LAYERS, chalice_settings, rendering
from infra.translations import compile_catalogues
from infra.wheels import PackageError, add, build_once, compile_sources, files_of, unpacked_size

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / ".build"
TEMPLATE = Path("infra/template.yaml")
#: Modules whose change makes another package, beside this one and infra/system.
_BUILDERS = (alarms, api_resources, layers, wheels)

#: Services whose descriptions stay in the package; botocore ships those of 400 others, a third of the zip.
SERVICES = frozenset(
    {
        "apigatewaymanagementapi",
        "cognito-idp",
        "dynamodb",
        "dynamodbstreams",
        "kms",
        "lambda",
        "s3",
        "secretsmanager",
        "ses",
        "sesv2",
        "sns",
        "sqs",
        "sts",
    }
)
#: Files that only type checkers and test suites read.
UNUSED_SUFFIXES = (".pyi", ".c", ".h", ".pyx", ".pxd")
UNUSED_FOLDERS = ("tests", "examples")
ZIP_LIMIT_BYTES = 60 * 1024 * 1024
#: Lambda's own limit of a package with the layers of its function.
UNPACKED_LIMIT_BYTES = 250 * 1024 * 1024


@dataclass(frozen=True)
class Package:
    """A built package: the SAM template (JSON), the zip that its CodeUri names, a SHA-256 of all sources.

    `layers` are the zips of layers by their names in the template.
    """

    template: Path
    code: Path
    fingerprint: str
    layers: Mapping[str, Path] = field(default_factory=dict)


def build(stage: str, *, root: Path = ROOT, build_dir: Path = BUILD) -> Package:
    """Build, or find built, the package of a stage. Raises PackageError."""
    build_dir.mkdir(parents=True, exist_ok=True)
    with (build_dir / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # a system and tests may be started at the same time
        return build_alone(stage, root=root, build_dir=build_dir)


def build_alone(stage: str, *, root: Path, build_dir: Path) -> Package:
    """Build, with nobody else at it."""
    if root == ROOT:
        compile_catalogues()
        build_assets()
        build_console_assets()
    made_of = fingerprint(root, stage)
    out = build_dir / stage
    built_layers = {each.logical: layers.build_layer(each, root=root, build_dir=build_dir) for each in LAYERS}
    package = Package(out / "sam.json", out / "deployment.zip", made_of, built_layers)
    stamp = out / "fingerprint"
    if stamp.exists() and stamp.read_text() == made_of:
        return package
    stamp.unlink(missing_ok=True)
    dependencies = build_dependencies(root / "requirements.txt", build_dir)
    with tempfile.TemporaryDirectory(prefix="osmotr-package-") as workplace:
        chalice_out = run_chalice(stage, root=root, workplace=Path(workplace))
        out.mkdir(parents=True, exist_ok=True)
        join_zips(package.code, dependencies, chalice_out / "deployment.zip")
        package.template.write_text(read_template(chalice_out))
    demand_room(package)
    stamp.write_text(made_of)
    return package


def demand_room(package: Package) -> None:
    """Raise PackageError if a package and all its layers are more than Lambda unpacks."""
    size = sum(unpacked_size(each) for each in (package.code, *package.layers.values()))
    if size > UNPACKED_LIMIT_BYTES:
        raise PackageError(f"{size:,} bytes of package and layers, over the limit of {UNPACKED_LIMIT_BYTES:,}")


def build_template(stage: str, *, root: Path = ROOT, build_dir: Path = BUILD) -> Path:
    """Make the template of a stage alone, for checks; its CodeUri names no file. Raises PackageError."""
    template = build_dir / stage / "template-only.json"
    template.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="osmotr-template-") as workplace:
        template.write_text(read_template(run_chalice(stage, root=root, workplace=Path(workplace))))
    return template


def read_template(chalice_out: Path) -> str:
    """Return chalice's YAML with all that is rendered from data as JSON.

    Why: JSON has no aliases or tags that CloudFormation could take otherwise.
    """
    made = collapsed(yaml.safe_load((chalice_out / "sam.yaml").read_text()), proxies())
    return json.dumps(alarms.with_alarms(TemplateDeepMerger().merge(rendering.template(), made)), indent=1)


def fingerprint(root: Path, stage: str) -> str:
    """Return the SHA-256 (hex) of everything that the package of a stage is made of."""
    digest = hashlib.sha256(f"{stage} {sys.version_info[:2]} {platform.machine()}".encode())
    for path in (*sources(root), *(path for each in LAYERS for path in layers.sources(each, root))):
        digest.update(f"{path.relative_to(root)}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    system = sorted(Path(rendering.__file__).parent.rglob("*.py"))
    for builder in (Path(__file__), *(Path(str(each.__file__)) for each in _BUILDERS), *system):
        digest.update(builder.read_bytes())
    return digest.hexdigest()


def sources(root: Path) -> Iterator[Path]:
    """Yield the files that the package is made of, in a fixed order."""
    yield root / "app.py"
    yield root / "requirements.txt"
    yield root / TEMPLATE
    yield from (path for path in sorted((root / "chalicelib").rglob("*")) if path.is_file() and is_shipped(path))


def is_shipped(path: Path) -> bool:
    """Return True if a file of chalicelib belongs into the package: no machine byte code, no sources of built files.

    Fonts are in the layer of the function that prints.
    """
    return not {"__pycache__", "static", "fonts"} & set(path.parts) and path.suffix not in {".pyc", ".po", ".pot"}


def run_chalice(stage: str, *, root: Path, workplace: Path) -> Path:
    """Run `chalice package` over a copy of the project without requirements; return its output folder."""
    project = workplace / "project"
    for path in sources(root):
        copy = project / path.relative_to(root)
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, copy)
    (project / "requirements.txt").write_text("")
    chalice_settings.write_settings(project / ".chalice")
    out = workplace / "out"
    command: list[str | Path] = [
        Path(sys.executable).with_name("chalice"),
        *("package", "--stage", stage, "--merge-template", project / TEMPLATE, out),
    ]
    # chalice imports app.py: boto3 wants a region for that, and byte code would get into the zip.
    environment = {**os.environ, "AWS_DEFAULT_REGION": "eu-central-1", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise PackageError(f"chalice package failed:\n{done.stdout}{done.stderr}")
    return out


def build_dependencies(requirements: Path, build_dir: Path) -> Path:
    """Return the zip of requirements.txt's wheels for Lambda. Raises PackageError."""

    def finish(folder: Path) -> None:
        trim(folder)
        compile_sources(folder)

    return build_once("dependencies", requirements, build_dir, more=Path(__file__).read_bytes(), finish=finish)


def trim(site_packages: Path) -> None:
    """Remove files that no function needs: descriptions of other AWS services, typing stubs, C sources, tests."""
    for package in ("botocore", "boto3"):
        for folder in (site_packages / package / "data").iterdir():
            if folder.is_dir() and folder.name not in SERVICES:
                shutil.rmtree(folder)
    for path in files_of(site_packages):
        inside = path.relative_to(site_packages).parts[1:-1]
        if path.suffix in UNUSED_SUFFIXES or any(part in UNUSED_FOLDERS for part in inside):
            path.unlink()


def compile_templates(root: Path) -> None:
    """Put byte code beside the templates, but for those of the documents, whose environment has filters of its own."""
    for folder in sorted(root.glob("chalicelib/**/templates")):
        if folder.parent.name != "docs":
            write_compiled(folder, root=root)


def join_zips(target: Path, dependencies: Path, application: Path) -> None:
    """Write one zip of dependencies and application, the latter compiled too. Raises PackageError if too large."""
    unfinished = target.with_suffix(".tmp")
    shutil.copyfile(dependencies, unfinished)
    with tempfile.TemporaryDirectory(prefix="osmotr-application-") as folder:
        with zipfile.ZipFile(application) as archive:
            archive.extractall(folder)
        compile_sources(Path(folder))
        compile_templates(Path(folder))
        with zipfile.ZipFile(unfinished, "a", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
            for path in files_of(Path(folder)):
                add(archive, str(path.relative_to(folder)), path.read_bytes())
    if unfinished.stat().st_size > ZIP_LIMIT_BYTES:
        raise PackageError(
            f"{unfinished} has {unfinished.stat().st_size:,} bytes, over the limit of {ZIP_LIMIT_BYTES:,}"
        )
    unfinished.replace(target)


def main(arguments: list[str]) -> int:
    """Build a stage's package, or with --template-only its template alone, and print its path."""
    stage = next((argument for argument in arguments if not argument.startswith("-")), "local")
    try:
        if "--template-only" in arguments:
            print(build_template(stage).relative_to(ROOT))
            return 0
        package = build(stage)
    except PackageError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{package.template.relative_to(ROOT)}: {package.code.stat().st_size / 1024 / 1024:.1f} MB of code")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
