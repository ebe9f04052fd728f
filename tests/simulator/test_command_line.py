"""The simulator as a program of its own."""

import signal
import subprocess
import sys
from pathlib import Path

from simulator.running import new_apple_key
from tests.simulator.caller import ask

ROOT = Path(__file__).parents[2]


def test_it_says_where_it_listens_and_ends_at_sigterm(tmp_path: Path):
    key = tmp_path / "apple.pem"
    key.write_text(new_apple_key()[1])
    program = subprocess.Popen(
        [
            *(sys.executable, "-m", "simulator", "--port-file", str(tmp_path / "port")),
            *("--spotify-client", "my-app:my-secret:development"),
            *("--redirect-uri", "https://fans.example/connect/spotify/return"),
            *("--apple-team", "T", "--apple-key-id", "K", "--apple-public-key", str(key)),
            *("--scenario", "flaky", "--now", "2026-12-18T00:00:00Z"),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert program.stdout is not None
        base_url = program.stdout.readline().strip()
        clock = ask(base_url, "GET", "/control/clock").json
        active = ask(base_url, "GET", "/control/scenarios").json["active"]
        port = (tmp_path / "port").read_text().strip()
        consent = ask(
            base_url,
            "GET",
            "/spotify/accounts/authorize?client_id=my-app&response_type=code"
            "&redirect_uri=https%3A%2F%2Ffans.example%2Fconnect%2Fspotify%2Freturn",
        )
    finally:
        program.send_signal(signal.SIGTERM)
        output, _nothing = program.communicate(timeout=10)

    assert base_url == f"http://127.0.0.1:{port}"
    assert clock["now"].startswith("2026-12-18T00:00:")
    assert {each["name"] for each in active} == {"flaky"}
    assert consent.status == 200
    assert (program.returncode, output) == (0, "")


def test_a_client_in_the_wrong_form_is_wrong_usage():
    ended = subprocess.run(
        [sys.executable, "-m", "simulator", "--spotify-client", "my-app"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 2
    assert "--spotify-client" in ended.stderr
