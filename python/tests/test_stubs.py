"""The stubs say what the module has: their types, and the documentation word for word.

The documentation is written once, in the Rust sources. After a change there,

    python3 test_stubs.py --write

carries it over into `khabar/__init__.pyi`.
"""

from __future__ import annotations

import ast
import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import khabar

STUBS = Path(__file__).parent.parent / "khabar" / "__init__.pyi"


def documented(tree: ast.Module) -> Iterator[tuple[str, ast.FunctionDef | ast.ClassDef]]:
    """Everything in the stubs that has documentation, with its name: `Report.headline`."""
    for node in tree.body:
        if not isinstance(node, (ast.FunctionDef, ast.ClassDef)) or node.name.startswith("_"):
            continue
        yield node.name, node
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                if isinstance(part, ast.FunctionDef) and not part.name.startswith("_"):
                    yield f"{node.name}.{part.name}", part


def of_module(name: str) -> str:
    """What the module itself says of a name."""
    found = khabar
    for part in name.split("."):
        found = getattr(found, part)
    return inspect.getdoc(found) or ""


def with_docs(text: str, doc_of: Callable[[str], str]) -> str:
    """The stubs with the documentation of every name in its place."""
    lines = text.splitlines()
    tree = ast.parse(text)
    for name, node in reversed(list(documented(tree))):
        indent = " " * (node.col_offset + 4)
        doc = doc_of(name)
        assert doc, f"{name} has no documentation"
        assert '"""' not in doc and "\\" not in doc, f"{name}: write it without these"
        mark = "'''" if doc.endswith('"') else '"""'
        inner = [line and indent + line for line in doc.splitlines()]
        inner[0] = f"{indent}{mark}{doc.splitlines()[0]}"
        if len(inner) == 1:
            inner[0] += mark
        else:
            inner.append(indent + mark)
        first = node.body[0]
        begin, end = first.lineno - 1, first.end_lineno
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            if first.value.value is ...:
                # `def name() -> str: ...`, with the dots on the line of the head.
                lines[begin] = lines[begin].removesuffix(" ...")
                lines[end:end] = inner
            else:
                lines[begin:end] = inner
        else:
            if isinstance(first, ast.FunctionDef) and first.decorator_list:
                begin = first.decorator_list[0].lineno - 1
            lines[begin:begin] = [*inner, ""]
    return "\n".join(lines) + "\n"


def test_the_stubs_have_the_documentation_of_the_module() -> None:
    text = STUBS.read_text(encoding="utf-8")
    assert with_docs(text, of_module) == text, "run python3 test_stubs.py --write"


def test_everything_that_is_exported_stands_in_the_stubs() -> None:
    tree = ast.parse(STUBS.read_text(encoding="utf-8"))
    names = {name for name, _ in documented(tree)}
    missing = []
    for name in khabar.__all__:
        if name == "__version__":
            continue
        names_of = [name]
        if isinstance(getattr(khabar, name), type) and name != "ReadError":
            names_of += [f"{name}.{part}" for part in vars(getattr(khabar, name)) if not part.startswith("_")]
        missing += [name for name in names_of if name not in names]
    assert missing == []


def mypy(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("mypy")
    # The package without its integrations, which need what is not installed everywhere.
    package = folder / "package" / "khabar"
    package.mkdir(parents=True)
    for file in [*STUBS.parent.glob("*.pyi"), STUBS.parent / "__init__.py", STUBS.parent / "py.typed"]:
        shutil.copy(file, package)
    shutil.copy(khabar._khabar.__file__, package)
    environment = {**os.environ, "MYPYPATH": str(package.parent), "PYTHONPATH": str(package.parent)}
    return subprocess.run(
        [sys.executable, "-m", *arguments], capture_output=True, text=True, cwd=folder, env=environment, check=False
    )


def test_the_stubs_have_the_types_of_the_module(tmp_path: Path) -> None:
    done = mypy("mypy.stubtest", "khabar", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_strict_check_knows_the_types(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        """
import pathlib
from datetime import date

import khabar

report = khabar.read(pathlib.Path("page.html"), "https://courier.example/quay", max_seconds=1)
headline: str | None = report.headline
day: date | None = report.date_published
for said in report.statements:
    who: str = said.speaker.name if said.speaker else "?"
    print(who, said.words, report.body[said.content[0].begin :])
with open("page.html", "rb") as file:
    khabar.read(file, kind="html")
for read in khabar.read_many([b"page", ("page", None), ("page", "https://courier.example/")]):
    if isinstance(read, khabar.ReadError):
        print(read.cause)
    else:
        print(read.word_count + 1)
for page in khabar.read_warc("crawl.warc.gz"):
    error: khabar.ReadError | None = page.error
khabar.read(3)  # type: ignore[arg-type]
khabar.read("page", kind="pdf")  # type: ignore[arg-type]
report.headline = "no"  # type: ignore[misc]
""",
        encoding="utf-8",
    )
    done = mypy("mypy", "--strict", "script.py", folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


if __name__ == "__main__":
    if sys.argv[1:] != ["--write"]:
        sys.exit("usage: test_stubs.py --write")
    STUBS.write_text(with_docs(STUBS.read_text(encoding="utf-8"), of_module), encoding="utf-8")
