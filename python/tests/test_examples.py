"""The examples of the documentation do what they say: those of the module, of the guide and of what stands beside it."""

from __future__ import annotations

import doctest
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import khabar

from conftest import ROOT

PAGES = [ROOT / "python" / "README.md", ROOT / "docs" / "python.md", *sorted((ROOT / "docs" / "python").glob("*.md"))]
CLUSTERS = ROOT / "docs" / "clusters.md"
OPTIONS = doctest.ELLIPSIS | doctest.IGNORE_EXCEPTION_DETAIL
FENCE = re.compile(r"^[ \t]*```.*$", re.MULTILINE)


def of_module() -> Iterator[tuple[str, str]]:
    """What the module documents, by name."""
    yield "khabar", khabar.__doc__ or ""
    for name in khabar.__all__:
        found = getattr(khabar, name)
        if not (inspect.isclass(found) or callable(found)):
            continue
        yield name, inspect.getdoc(found) or ""
        if inspect.isclass(found):
            for part, value in vars(found).items():
                if not part.startswith("_"):
                    yield f"{name}.{part}", inspect.getdoc(value) or ""


def run(text: str, name: str) -> None:
    """Runs the examples of a text, one after the other."""
    test = doctest.DocTestParser().get_doctest(text, {"__name__": "__main__"}, name, name, 0)
    said: list[str] = []
    failed = doctest.DocTestRunner(optionflags=OPTIONS).run(test, out=said.append).failed
    assert not failed, "".join(said)


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, text in of_module() if ">>>" in text])
@pytest.mark.usefixtures("in_the_repository")
def test_the_module(name: str, text: str) -> None:
    run(FENCE.sub("", text), name)


def test_every_function_and_its_kin_has_an_example() -> None:
    documented = dict(of_module())
    functions = [name for name in documented if name[0].islower() and "." not in name]
    without = [name for name in [*functions, "Report", "Statement", "Table"] if ">>>" not in documented[name]]
    assert without == []


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.relative_to(ROOT).as_posix())
@pytest.mark.usefixtures("in_the_repository")
def test_a_page_of_the_documentation(path: Path) -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    examples = [block for block in blocks if ">>>" in block]
    assert examples, f"{path} has no example"
    for needed in re.findall(r"^(?:>>> )?(?:import|from) (\w+)", "\n".join(examples), re.MULTILINE):
        pytest.importorskip(needed)
    # The blocks of a page stand on each other.
    run("\n".join(examples), path.name)


def anchors(path: Path) -> set[str]:
    """What the headings of a page are called in addresses."""
    headings = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", [*PAGES, CLUSTERS], ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for target, anchor in re.findall(r"\]\(([^)#:]*)(?:#([^)]*))?\)", text):
        page = path.parent / target if target else path
        assert page.exists(), f"{path}: {target} is not there"
        assert not anchor or anchor in anchors(page), f"{path}: {target} has no {anchor}"


def test_what_the_page_on_clusters_calls_is_there() -> None:
    blocks = re.findall(r"^```python\n(.*?)^```$", CLUSTERS.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    called = {match for block in blocks for match in re.findall(r"khabar\.(\w+)\.(\w+)\(", block)}
    assert called
    for module, name in called:
        source = ROOT / "python" / "khabar" / f"{module}.py"
        assert f"\ndef {name}(" in source.read_text(encoding="utf-8"), f"khabar.{module}.{name}"
    for block in blocks:
        compile(block, CLUSTERS.name, "exec")


@pytest.mark.parametrize("name", ["datatrove", "langchain", "scrapy"])
def test_what_stands_beside_it(name: str) -> None:
    pytest.importorskip({"langchain": "langchain_core"}.get(name, name))
    module = importlib.import_module(f"khabar.{name}")
    run(module.__doc__ or "", module.__name__)


def test_the_guide_has_every_attribute_of_a_report() -> None:
    text = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE))
    attributes = {name for name in vars(khabar.Report) if not name.startswith(("_", "to_"))}
    assert attributes <= named, attributes - named
