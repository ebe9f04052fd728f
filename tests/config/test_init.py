"""`countin init`, as one artist without keys and as somebody with all of them answers it."""

import os
import stat
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from countin.config.commands.init import init
from simulator.running import new_apple_key


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the file will be, on a machine where nothing is set."""
    for name in [name for name in os.environ if name.startswith("COUNTIN_")]:
        monkeypatch.delenv(name)
    path = tmp_path / "countin.toml"
    monkeypatch.setenv("COUNTIN_CONFIG", str(path))
    return path


def answer(*lines: str) -> Result:
    return CliRunner().invoke(init, input="".join(f"{line}\n" for line in lines))


def test_without_keys_enter_is_enough(written: Path):
    done = answer(*[""] * 6)

    assert done.exit_code == 0, done.output
    assert tomllib.loads(written.read_text()) == {}
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert "Spotify: reminded by a calendar entry, one tap on the day." in done.output


def test_only_the_keys_of_named_services_are_asked_for(written: Path):
    done = answer(*[""] * 5, "tidal, SoundCloud", "tidal-id", "tidal-secret", "sc-id", "sc-secret")

    assert done.exit_code == 0, done.output
    assert tomllib.loads(written.read_text()) == {
        "COUNTIN_TIDAL_CLIENT_ID": "tidal-id",
        "COUNTIN_TIDAL_CLIENT_SECRET": "tidal-secret",
        "COUNTIN_SOUNDCLOUD_CLIENT_ID": "sc-id",
        "COUNTIN_SOUNDCLOUD_CLIENT_SECRET": "sc-secret",
    }
    assert "TIDAL: saved by themselves on release day." in done.output


def test_a_name_that_is_no_service_is_asked_again(written: Path):
    done = answer(*[""] * 5, "napster", "")

    assert (done.exit_code, "'napster' is none of Spotify" in done.stderr) == (0, True)


def test_a_key_of_several_lines_is_given_by_its_file(written: Path, tmp_path: Path):
    private, _public = new_apple_key()
    (tmp_path / "key.p8").write_text(private)

    done = answer(*[""] * 5, "apple music", "TEAM123456", "KEY1234567", f"{tmp_path}/key.p8")

    assert done.exit_code == 0, done.output
    told = tomllib.loads(written.read_text())
    assert told["COUNTIN_APPLE_PRIVATE_KEY"] == private.strip()


def test_half_a_key_writes_nothing(written: Path):
    done = answer(*[""] * 5, "tidal", "tidal-id", "")

    assert (done.exit_code, written.exists()) == (1, False)
    assert "COUNTIN_TIDAL_CLIENT_SECRET is not set" in done.stderr
