"""Where the samples and the command lie."""

import os
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def root() -> pathlib.Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def samples() -> list[pathlib.Path]:
    """The sample reports, by name."""
    return sorted(p for p in (ROOT / "samples").iterdir() if p.suffix in (".txt", ".md", ".html"))


@pytest.fixture(scope="session")
def command() -> str:
    """The `tarikh` command of the same build: named by TARIKH_COMMAND, else the one in target/debug."""
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    found = os.environ.get("TARIKH_COMMAND", str(target / "debug" / "tarikh"))
    if not os.path.exists(found):
        if os.environ.get("CI"):
            pytest.fail(f"expected the tarikh command, but found nothing at {found}")
        pytest.skip("the tarikh command is not built: cargo build -p tarikh-cli")
    return found


@pytest.fixture(autouse=True, scope="session")
def _no_additions() -> None:
    """What the person at this machine has added to the reader must not change what the tests see."""
    os.environ["TARIKH_HOME"] = "/nowhere"
