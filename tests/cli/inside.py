"""The command line inside the test: for what a command says and does. That it starts as a process is told elsewhere."""

import gc
import io
import logging
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import chdir, contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

import pytest
import structlog

from engine.cli.start import main


def inside(
    *arguments: str | Path, cwd: Path, settings: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """What `carquery` of `test_commands` gives, in the time of the work itself."""
    argv = ["carquery", *map(str, arguments)]
    out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _ in range(2))
    with _as_before(), chdir(cwd), redirect_stdout(out), redirect_stderr(err):
        sys.argv = argv
        os.environ.clear()
        os.environ.update({"PATH": os.defpath, **(settings or {})})
        with pytest.raises(SystemExit) as ended:
            main()
    code = ended.value.code or 0
    assert isinstance(code, int), code
    said = [stream.buffer.getvalue().decode() for stream in (out, err)]  # type: ignore[attr-defined]  # BytesIO
    return subprocess.CompletedProcess(argv, code, *said)


@contextmanager
def _as_before() -> Iterator[None]:
    """A command is a process's only one, and leaves the process as it likes."""
    environment, argv, collecting = dict(os.environ), sys.argv, gc.isenabled()
    root, configured = logging.getLogger(), structlog.get_config()
    handlers, level, disabled = root.handlers[:], root.level, root.manager.disable
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(environment)
        sys.argv = argv
        (gc.enable if collecting else gc.disable)()
        root.handlers[:] = handlers
        root.setLevel(level)
        logging.disable(disabled)
        structlog.configure(**configured)
