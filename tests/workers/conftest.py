"""Every test of runs is held to leaving nothing behind."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.workers.runs import Traces


@pytest.fixture
def traces(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Traces]:
    """What the runs of this test leave; two seconds after its end that must be nothing."""
    found = Traces(tmp_path, monkeypatch)
    yield found
    found.await_none()
