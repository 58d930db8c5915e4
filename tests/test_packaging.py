"""What is shipped: the wheel holds the data, the versions are exact, the program of the clean machine is sound."""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    """The wheel, built from this checkout without network."""
    out = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)],
        check=True,
        capture_output=True,
    )
    (built,) = out.glob("*.whl")
    return zipfile.ZipFile(built)


def tracked(folder: str) -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and path.suffix != ".pyc"
    }


def test_the_wheel_holds_code_data_ontology_and_questions(wheel: zipfile.ZipFile) -> None:
    inside = set(wheel.namelist())
    assert tracked("kg") <= inside
    for folder in ("ontology", "queries"):
        files = tracked(folder)
        assert files
        assert {f"kg/{name}" for name in files} <= inside
    assert any(name.endswith("licenses/LICENSE-DATA") for name in inside)


def test_the_wheel_holds_nothing_else(wheel: zipfile.ZipFile) -> None:
    strange = {n for n in wheel.namelist() if not n.startswith("kg/") and ".dist-info/" not in n}
    assert strange == set()
    assert not [n for n in wheel.namelist() if "__pycache__" in n or n.endswith((".orig", ".log"))]


def test_the_wheel_works_where_there_is_no_checkout(wheel: zipfile.ZipFile, tmp_path: Path) -> None:
    """Unpacked somewhere else, before the checkout on the path: questions, ontology and facts are found there."""
    wheel.extractall(tmp_path)
    (tmp_path / "derby.txt").write_text("Quagliarella ha segnato il gol della Sampdoria: 1-0 al Genoa.", "utf-8")
    code = (
        "import sys; sys.path.insert(0, '.')\n"
        "import kg, kg.cli, kg.questions, kg.rdf.resources as r\n"
        "assert kg.__file__.startswith(sys.argv[1]), kg.__file__\n"
        "assert 'gol-dell-ex' in kg.questions.questions()\n"
        "assert 'Person' in r.read('calcio.ttl')\n"
        "sys.argv = ['kg', 'load', 'derby.txt', '--quiet']\n"
        "kg.cli.main()\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def constraints() -> ModuleType:
    spec = importlib.util.spec_from_file_location("constraints", ROOT / ".ci/constraints.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pinned() -> dict[str, str]:
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    return dict(line.split("==") for line in lines if not line.startswith("#"))


def test_constraints_are_names_and_exact_versions_only() -> None:
    for line in (ROOT / "constraints.txt").read_text("utf-8").splitlines():
        assert line.startswith("# ") or re.fullmatch(r"[a-z0-9-]+==[\w.+!]+", line), line


def test_everything_asked_for_is_pinned() -> None:
    module = constraints()
    asked = {module.canonical(module.Requirement(line).name) for line in module.asked_for()}
    assert asked <= pinned().keys()


def test_the_versions_fit_what_is_asked_for() -> None:
    module = constraints()
    versions = pinned()
    for line in module.asked_for():
        requirement = module.Requirement(line)
        assert requirement.specifier.contains(versions[module.canonical(requirement.name)]), line


def test_version_is_told_once() -> None:
    table = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert table["project"]["dynamic"] == ["version"]
    from kg import __version__

    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_program_of_a_clean_machine_is_sound_and_executable() -> None:
    script = ROOT / ".ci/run"
    assert script.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(script)], check=True)
    text = script.read_text("utf-8")
    assert "set -euo pipefail" in text
    for name in ("KG_REQUIRE_NEO4J=1", "KG_REQUIRE_BROWSER=1", "make test"):
        assert name in text


def test_every_target_of_the_makefile_can_be_planned() -> None:
    text = (ROOT / "Makefile").read_text("utf-8")
    (phony,) = re.findall(r"^\.PHONY: (.+)$", text, re.MULTILINE)
    for target in phony.split():
        done = subprocess.run(["make", "-n", "-C", str(ROOT), target], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (target, done.stderr)
        assert f"\n{target}:" in text


def test_no_tracked_file_names_a_machine_or_an_address_of_packages() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        pytest.skip("not a git checkout")
    banned = re.compile("/" + r"work/(main|notes|shared)|files\.pythonhosted|pypi" + r"\.org|/ro" + "ot/")
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if not path.is_file():
            continue
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        assert not banned.search(text), name
