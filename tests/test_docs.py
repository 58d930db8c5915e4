"""The documents tell the truth: commands in them run, commands and options are in them, links lead somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import typer

from kg import cli
from kg.config import Settings
from tests.cli.kg_runner import folder, run

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\]\((?!https?:)([^)#]+)(#[\w-]+)?\)")
#: What stands in documents beside ``kg`` and is not run here: each has its own test.
PREPARES = ("python3 -m venv", ". .venv/bin/activate", "pip install", "docker compose", "export NEO4J_")
NOWHERE = "bolt://127.0.0.1:9"
KG = f"{shlex.quote(sys.executable)} -m kg"


def blocks(document: Path, *languages: str) -> list[str]:
    return [text for language, text in BLOCK.findall(document.read_text("utf-8")) if language in languages]


def commands(document: Path) -> list[str]:
    lines = [line for block in blocks(document, "sh") for line in block.splitlines()]
    return [line.strip() for line in lines if line.strip() and not line.startswith("#")]


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server on loopback in the place of the addresses documents name."""
    folder = tmp_path_factory.mktemp("web")
    words = (ROOT / "examples/derby-raccontato.txt").read_text("utf-8")
    paragraphs = "".join(f"<p>{line}</p>" for line in words.splitlines() if line)
    page = f"<html lang='it'><head><meta charset='utf-8'></head><body><article>{paragraphs}</article></body></html>"
    (folder / "derby.html").write_text(page, "utf-8")

    class Handler(SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Keep the test's output clean."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Handler, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def code_expected(line: str) -> int:
    return 5 if "kg neo4j" in line else 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_of_a_document_runs(document: Path, web: str, tmp_path: Path) -> None:
    """All ``kg`` lines of a document in order, in one folder with the examples, as a reader would type them."""
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    lines = commands(document)
    with folder(tmp_path):
        if any(re.search(r"\bkg\b", line) for line in lines):
            assert run("load", "examples", "--quiet").code == 0
        for line in lines:
            if line.startswith("make "):
                assert re.search(rf"^{line.split()[1]}:", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
            elif not line.startswith(PREPARES):
                code, said = typed(line, web)
                assert code == code_expected(line), f"{document.name}: {line}\n{said}"
                assert said or "--out" in line or ">" in line, line


def typed(line: str, web: str) -> tuple[int, str]:
    """Run a line as a shell would; return its exit code and what it printed."""
    assert re.search(r"(^|\| )kg ", line), f"{line} is neither kg nor known"
    line = line.replace("bolt://localhost:7687", NOWHERE)
    if "https://example.org" in line:
        line = line.replace("https://example.org", web) + " --allow-private"
    extra = {"NEO4J_URI": NOWHERE} if "kg neo4j" in line else {}
    if not re.search(r" [|>] ", line):
        # In this process: the reader's libraries are loaded once and not for each line.
        result = run(*shlex.split(line)[1:], **extra)
        return result.code, result.out + result.err
    shell = re.sub(r"(^|\| )kg ", lambda found: f"{found[1]}{KG} ", line)
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("KG_", "NEO4J_"))}
    environment |= {"KG_LANG": "en", "PYTHONPATH": str(ROOT), **extra}
    done = subprocess.run(shell, shell=True, env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_python_example_runs(document: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "examples", tmp_path / "examples")
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    for example in blocks(document, "python"):
        done = subprocess.run(
            [sys.executable, "-c", example], cwd=tmp_path, env=environment, capture_output=True, text=True
        )
        assert done.returncode == 0, f"{document.name}:\n{example}\n{done.stderr}"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_link_leads_somewhere(document: Path) -> None:
    for target, anchor in LINK.findall(document.read_text("utf-8")):
        path = (document.parent / target).resolve()
        assert path.exists(), f"{document.name}: {target}"
        if anchor:
            titles = re.findall(r"^#+ (.+)$", path.read_text("utf-8"), re.MULTILINE)
            assert anchor[1:] in {re.sub(r"[^\w -]", "", t).strip().lower().replace(" ", "-") for t in titles}


def words_of(group: object, before: str = "kg") -> Iterator[tuple[str, object]]:
    for name, command in group.commands.items():  # type: ignore[attr-defined]
        if hasattr(command, "commands"):
            yield from words_of(command, f"{before} {name}")
        else:
            yield f"{before} {name}", command


COMMANDS = dict(words_of(typer.main.get_command(cli.app)))


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_and_option_is_documented(words: str) -> None:
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    assert f"`{words}" in text, f"no heading names {words}"
    assert re.search(rf"^(.*\| )?{words}\b", "\n".join(commands(ROOT / "docs/commands.md")), re.MULTILINE), (
        f"no example of {words}"
    )
    for parameter in COMMANDS[words].params:  # type: ignore[attr-defined]
        for option in parameter.opts if parameter.param_type_name == "option" else ():
            if option.startswith("--") and option != "--help":
                assert f"`{option}" in text, f"{words} {option}"


@pytest.mark.parametrize("words", COMMANDS)
def test_every_command_has_help(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    command = COMMANDS[words]
    command.main(["--help"], prog_name=words, standalone_mode=False)  # type: ignore[attr-defined]
    printed = capsys.readouterr().out
    assert "Usage" in printed
    for parameter in command.params:  # type: ignore[attr-defined]
        assert getattr(parameter, "help", None), f"{words}: {parameter.name} has no help"


def test_every_setting_is_documented() -> None:
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        assert f"`{field.validation_alias or f'KG_{name.upper()}'}`" in text
    read = {
        name
        for path in (ROOT / "kg").rglob("*.py")
        for name in re.findall(r"[\"']((?:KG|NEO4J)_[A-Z0-9_]+)[\"']", path.read_text("utf-8"))
    }
    assert {name for name in read if f"`{name}`" not in text} == set()


def test_the_exit_codes_are_those_of_the_errors() -> None:
    from kg import errors
    from kg.commands.intake import NOTHING_READ, SOME_FAILED

    told = {int(code) for code in re.findall(r"^\| (\d) \|", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)}
    kinds = [e for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.KgError)]
    assert told == {0, SOME_FAILED, NOTHING_READ, *(kind.exit_code for kind in kinds)}


def test_the_limits_told_are_the_limits() -> None:
    text = (ROOT / "docs/commands.md").read_text("utf-8")
    for name, field in Settings.model_fields.items():
        row = re.search(rf"\| ([\d,]+)[^|]*\| `KG_{name.upper()}` \|", text)
        if row:
            assert float(row[1].replace(",", "")) == field.default


def test_the_picture_of_the_property_graph_has_every_name() -> None:
    from kg.store.property_graph import LABELS, RELATION_TYPES

    (picture,) = blocks(ROOT / "docs/property-graph.md", "mermaid")
    drawn = {name for names in re.findall(r'\|"?([A-Z_ ·]+)"?\|', picture) for name in names.split(" · ")}
    assert drawn == set(RELATION_TYPES)
    assert set(LABELS.values()) <= set(re.findall(r"[A-Z][a-z]+", picture))
