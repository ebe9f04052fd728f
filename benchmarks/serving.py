"""The pages under the product's own server, one process of it, with a campaign to be seen."""

import contextlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

SLUG = "midnight-windows"
_FILE = """\
artist: {{name: The Held Notes}}
release:
  title: Midnight Windows
  kind: ep
  upc: "410000201015"
  timing: local
  date: {date}
  artwork: midnight-windows.jpg
slug: midnight-windows
channels: [newsletter]
"""
_TICKS = os.sysconf("SC_CLK_TCK")


class Served:
    """A running server with its database."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}"
        self._data = folder / "data"
        inherited = {k: v for k, v in os.environ.items() if not k.startswith("COUNTIN_")}
        self._environment = inherited | {
            "COUNTIN_CONFIG": str(folder / "none.toml"),
            "COUNTIN_DATA_DIR": str(self._data),
            "COUNTIN_BASE_URL": self.base_url,
            "DATABASE_URL": "",
        }
        self._log = (folder / "log").open("wb")
        self._publish(folder)
        self._server = self._start("-m", "benchmarks.serving", str(self.port))
        self._wait()

    def processor_seconds(self) -> float:
        """What the process that answers has used so far."""
        pid = self._server.pid
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        stats = [Path(f"/proc/{child}/stat").read_text().rpartition(")")[2] for child in children]
        return sum(sum(map(int, stat.split()[11:13])) for stat in stats) / _TICKS

    def load(self, path: str, *, seconds: float, at_once: int) -> dict[str, float]:
        """Ask for this path, from another process."""
        command = [sys.executable, "-m", "benchmarks.load", f"{self.base_url}{path}"]
        command += [str(seconds), str(at_once)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        told: dict[str, float] = json.loads(done.stdout)
        return told

    def count_visits(self) -> int:
        """Rows in the database, now."""
        with contextlib.closing(sqlite3.connect(self._data / "countin.sqlite3")) as file:
            return int(file.execute("SELECT count(*) FROM visits_visit").fetchone()[0])

    def close(self) -> None:
        self._server.terminate()
        self._server.wait(timeout=30)
        self._log.close()

    def _publish(self, folder: Path) -> None:
        shutil.copy("examples/midnight-windows.jpg", folder)
        file = folder / "campaign.yaml"
        file.write_text(_FILE.format(date=(datetime.now(UTC) + timedelta(days=30)).date()))
        for words in (["manage", "migrate"], ["campaign", "apply", str(file)]):
            assert self._start("-m", "countin", *words).wait() == 0, "see the log"

    def _start(self, *words: str) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, *words], env=self._environment, stdout=self._log, stderr=self._log
        )

    def _wait(self) -> None:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.base_url}/healthz", timeout=5).read()
                return
            time.sleep(0.1)
        raise TimeoutError("the server did not come up")


@contextlib.contextmanager
def serve() -> Iterator[Served]:
    """A server in a folder of its own; both are gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="countin-bench-") as folder:
        served = Served(Path(folder))
        try:
            yield served
        finally:
            served.close()


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
    import django

    django.setup()
    from countin.config.serving import run_web

    run_web(host="127.0.0.1", port=int(sys.argv[1]), processes=1)
