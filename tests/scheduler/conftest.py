"""Every test of controlled runs is held to leaving nothing behind."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers.runs import Traces


@pytest.fixture(autouse=True)
def traces(monkeypatch: pytest.MonkeyPatch) -> Iterator[Traces]:
    """What the runs of this test leave; two seconds after its end that must be nothing."""
    with tempfile.TemporaryDirectory() as folder:  # tmp_path is too long for a Manager's socket to be in it
        found = Traces(Path(folder), monkeypatch)
        yield found
        found.await_none()
