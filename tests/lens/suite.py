"""Runs CPython's own tests of multiprocessing for one start method; a script, run by tests.transparency.

    suite.py RESULTS METHOD [PATTERN...]

Each test's outcome and seconds are a line of JSON in RESULTS, written as soon as they are known.
"""

import json
import signal
import sys
import time
import unittest
from pathlib import Path
from typing import Any

from test._test_multiprocessing import install_tests_in_module_dict  # type: ignore[import-not-found]


class Recorder(unittest.TextTestResult):
    """Writes what became of each test to a file."""

    def startTest(self, test: unittest.TestCase) -> None:  # noqa: N802
        self._began = time.monotonic()
        self._outcome = "passed"
        super().startTest(test)

    def stopTest(self, test: unittest.TestCase) -> None:  # noqa: N802
        line = {"test": test.id(), "outcome": self._outcome, "seconds": time.monotonic() - self._began}
        with Path(sys.argv[1]).open("a", encoding="utf-8") as results:
            results.write(json.dumps(line) + "\n")
        super().stopTest(test)

    def addError(self, test: Any, err: Any) -> None:  # noqa: N802
        self._outcome = "error"
        super().addError(test, err)

    def addFailure(self, test: Any, err: Any) -> None:  # noqa: N802
        self._outcome = "failed"
        super().addFailure(test, err)

    def addSkip(self, test: Any, reason: str) -> None:  # noqa: N802
        self._outcome = "skipped"
        super().addSkip(test, reason)

    def addSubTest(self, test: Any, subtest: Any, err: Any) -> None:  # noqa: N802
        if err is not None:
            self._outcome = "failed"
        super().addSubTest(test, subtest, err)


# Here and not in main(), since a spawned child imports this module to find its tests.
install_tests_in_module_dict(globals(), sys.argv[2])


def main() -> None:
    # Some tests interrupt their children; a suite started in the background of a shell would have that ignored.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    loader = unittest.TestLoader()
    loader.testNamePatterns = [f"*{pattern}*" for pattern in sys.argv[3:]] or None
    suite = loader.loadTestsFromModule(sys.modules["__main__"])
    runner = unittest.TextTestRunner(verbosity=2, resultclass=Recorder)  # type: ignore[arg-type]
    runner.run(suite)


if __name__ == "__main__":
    main()
