"""Another company's package, installed where a test can find it."""

import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parents[1] / "packages" / "dealer_journal"


@pytest.fixture(scope="session")
def dealer_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the dealer's package installed by pip, its metadata included."""
    target = tmp_path_factory.mktemp("site")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    offline = ["--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*pip, *offline, "--target", str(target), str(PACKAGE)], check=True)
    return target
