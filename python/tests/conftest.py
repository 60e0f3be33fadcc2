"""What several tests read."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent

#: A page with all that most tests ask for. Made up, as all pages here.
QUAY = """<html lang="en">
<meta property="article:published_time" content="2026-03-02T09:40:00+02:00">
<title>Quay opens</title>
<h1>Quay opens</h1>
<p class="byline">By <a rel="author" href="/staff/lina">Lina Haddad</a></p>
<figure><img src="/quay.jpg" alt="A quay"><figcaption>The quay on Monday. Photo: Rami Aoun</figcaption></figure>
<p>The harbour of Port Amal reopened on Monday, two years after the storm, said Mayor Rima Nassar.</p>
<p>“We waited for a year,” she told reporters.</p>
"""
QUAY_URL = "https://courier.example/quay"

#: A page that carries no report.
GONE = "<title>Not found</title><h1>Not found</h1><p>The page you asked for is not here.</p>"


@pytest.fixture(scope="session")
def samples() -> Path:
    """The folder of the sample pages."""
    return ROOT / "samples"


@pytest.fixture
def in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs a test where the examples of the documentation are meant to run."""
    monkeypatch.chdir(ROOT)
    assert os.path.exists("samples/harbour.html")
