"""`countin demo`, as typed: real processes, a real crowd, and the services' own libraries."""

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.linked import LINKED

# It has an installation of its own, on SQLite, whatever the suite runs on.
pytestmark = [pytest.mark.sqlite, pytest.mark.timeout(400)]


def demo_command(*options: str) -> list[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    return [sys.executable, "-m", "countin", "demo", "--port", str(port), *options]


def processes_of(folder: Path) -> list[str]:
    """Command lines of processes whose temporary files go to this folder."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str(folder).encode() in (process / "environ").read_bytes():
                found.append((process / "cmdline").read_text().replace("\0", " "))
        except OSError:
            continue
    return found


def environments_of(folder: Path) -> set[str]:
    """Names of what the same processes were handed."""
    names: set[str] = set()
    for process in Path("/proc").glob("[0-9]*"):
        try:
            environment = (process / "environ").read_bytes()
        except OSError:
            continue
        if str(folder).encode() in environment:
            names |= {pair.split(b"=")[0].decode() for pair in environment.split(b"\0")}
    return names


@pytest.fixture
def own_folder(tmp_path: Path) -> dict[str, str]:
    """An environment in which everything temporary lands in the test's own folder."""
    return os.environ | {"TMPDIR": str(tmp_path)}


def test_a_small_demo_ends_with_libraries_that_agree_with_the_report(own_folder, tmp_path):
    command = demo_command("--exit", "--json", "--fans", "40", "--seed", "7")

    done = subprocess.run(command, env=own_folder, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["libraries"] == {
        "saved": document["presaves"]["saved"],
        "followed": document["follows"]["done"],
        "agree": True,
    }
    assert document["presaves"]["saved"] > 20
    assert document["presaves"]["promised"] == 0
    assert document["follows"]["done"] > 0
    assert document["fans"] == 40
    assert document["state"] == "released"
    assert list(tmp_path.iterdir()) == []
    assert processes_of(tmp_path) == []


def test_with_a_development_key_five_guests_are_saved_and_the_others_reminded(own_folder):
    command = demo_command("--exit", "--json", "--fans", "25", "--quota", "development")

    done = subprocess.run(command, env=own_folder, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    document = json.loads(done.stdout)
    assert document["modes"] == {"spotify": "remind", "apple_music": "remind", **LINKED}
    assert document["libraries"] == {"saved": 5, "followed": 0, "agree": True}
    assert document["reminders"]["asked"] > 12
    assert document["reminders"]["sent"] == document["reminders"]["confirmed"] > 3


def test_a_demo_without_keys_that_is_stopped_leaves_nothing_behind(own_folder, tmp_path):
    command = demo_command("--no-keys", "--fans", "10")
    demo = subprocess.Popen(command, env=own_folder, stderr=subprocess.PIPE, text=True)
    assert demo.stderr
    for line in demo.stderr:
        if "comes out" in line:
            break
    running = processes_of(tmp_path)
    handed = environments_of(tmp_path)

    demo.send_signal(signal.SIGTERM)
    said = demo.communicate(timeout=60)[1]

    assert len(running) >= 7
    assert "COUNTIN_SPOTIFY_API_URL" in handed
    assert not {"COUNTIN_SPOTIFY_CLIENT_ID", "COUNTIN_APPLE_TEAM_ID"} & handed
    assert demo.returncode == 1
    assert "Stopped before the end" in said
    assert processes_of(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_a_port_in_use_is_said_before_anything_starts(own_folder, tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        command = [sys.executable, "-m", "countin", "demo", "--exit", "--port", port]

        done = subprocess.run(command, env=own_folder, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert f"Port {port} is in use. Choose another with --port." in done.stderr
    assert processes_of(tmp_path) == []
