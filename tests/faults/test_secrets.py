"""Marked secrets go through the whole journey; then everything written is searched for them."""

import base64
import hashlib
import hmac
import sqlite3
from contextlib import closing
from pathlib import Path

import psycopg

from simulator.ledger.apps import SpotifyApp
from simulator.world import World
from tests.databases import DATABASE
from tests.journeys.apple import pre_add
from tests.journeys.conftest import SetStage
from tests.journeys.installation import wait_until
from tests.journeys.stage import SLUG, Stage

CLIENT_SECRET = "planted-client-secret-7c1e"
ADDRESS = "planted.fan@example.org"
SMTP_PASSWORD = "planted-smtp-password-55"


def test_no_secret_stands_in_clear_in_any_place(set_stage: SetStage):
    stage = _journey_with_planted_secrets(set_stage)
    sealed = _sealed(stage)
    _play_the_release(stage)
    secrets = _secrets_of(stage)

    places = {
        "log": stage.product.log.encode(),
        "database": _database_bytes(stage),
        "media and locks": _other_files(stage.product.data_dir),
    }
    said_to_fans = b"\n".join(
        each.body + repr(each.headers).encode()
        for each in stage.heard
        if each.address.port == stage.product.port
    )

    assert len(secrets["refresh token"]) >= 2
    assert {kind: len(each) > 0 for kind, each in secrets.items()} == dict.fromkeys(secrets, True)
    for place, content in places.items():
        assert _found(secrets, in_=content) == [], place
    # The state has to travel through the browser, and the key is the fan's; nothing else may.
    ours = {kind: each for kind, each in secrets.items() if kind not in ("state", "own page")}
    assert _found(ours, in_=said_to_fans) == []
    # An address stands in its own table alone.
    assert _rows_with(stage, text=ADDRESS) == ["fans_emailaddress"]
    assert ADDRESS not in stage.product.log
    # What was sealed is shredded: the bytes themselves are gone as well.
    assert len(sealed) == 2
    if DATABASE == "sqlite":  # PostgreSQL removes them at its next vacuum; docs/privacy.md says so
        wait_until(lambda: not any(each in _database_bytes(stage) for each in sealed), within=40)


def _journey_with_planted_secrets(set_stage: SetStage) -> Stage:
    """Two Spotify fans, one at Apple, a reminder by mail."""
    stage = set_stage(
        world=World(apps=[SpotifyApp("planted", CLIENT_SECRET)]),
        settings={"COUNTIN_SMTP_URL": f"smtp://someone:{SMTP_PASSWORD}@127.0.0.1:9"},
    )
    stage.open_campaign()
    stage.sim.tell("settings", {"apple_library_delay_seconds": 0})
    stage.crowd(2, followers=1)
    stage.sim.add_fan("anna", country="DE")
    pre_add(stage, "anna")
    phone = stage.phone("mail")
    page = phone.press(phone.open(f"{stage.product.base_url}/{SLUG}"), "Pre-save on Spotify")
    denied = phone.press(page, "Cancel")
    reminder = phone.press(denied, "Remind me for Spotify")
    phone.press(reminder, "Remind me by e-mail", fill={"E-mail address": ADDRESS})
    return stage


def _play_the_release(stage: Stage) -> None:
    """Secrets rotate; nothing leans on a grant at Spotify any more."""
    stage.sim.tell("scenario", [{"name": "rotating-tokens"}])
    stage.release_soon()
    wait_until(lambda: len(stage.holders()) == 2, within=60)
    wait_until(lambda: _sealed(stage) == [], within=30)
    assert stage.show()["by_provider"]["spotify"]["saved"] == 2


def _secrets_of(stage: Stage) -> dict[str, set[str]]:
    spotify, apple = stage.sim.world.spotify, stage.sim.world.apple
    states = {
        state
        for each in stage.heard
        if (state := each.address.query.get("state")) and "authorize" in each.address.path
    }
    return {
        "client secret": {
            CLIENT_SECRET,
            base64.b64encode(f"planted:{CLIENT_SECRET}".encode()).decode(),
        },
        "smtp password": {SMTP_PASSWORD},
        "refresh token": set(spotify.refresh_tokens),
        "access token": set(spotify.access_tokens),
        "code": set(spotify.codes),
        "state": states,
        "verifier": {_verifier(state, stage=stage) for state in states},
        "music user token": set(apple.user_tokens),
        "apple key": set(stage.sim.apple_private_key.splitlines()[1:-1]),
        "own page": {page.rpartition("/")[2] for page in stage.own_pages.values()},
        "secret key": {_key(stage, name="secret_key")},
        "vault key": {_key(stage, name="vault_private_key")},
    }


def _verifier(state: str, *, stage: Stage) -> str:
    """As the product derives it; checked against the challenge that the service was shown."""
    key = _key(stage, name="secret_key").encode()
    digest = hmac.new(key, f"countin verifier|{state}".encode(), hashlib.sha256).digest()
    verifier = _base64(digest)
    challenges = {each.address.query.get("code_challenge") for each in stage.heard}
    assert _base64(hashlib.sha256(verifier.encode()).digest()) in challenges
    return verifier


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _key(stage: Stage, *, name: str) -> str:
    return (stage.product.data_dir / "keys" / name).read_text().strip()


def _found(secrets: dict[str, set[str]], *, in_: bytes) -> list[str]:
    return [
        kind for kind, each in secrets.items() if any(text.encode() in in_ for text in each if text)
    ]


def _database_bytes(stage: Stage) -> bytes:
    """File, write-ahead log and shared memory; on PostgreSQL all rows, with bytes as they are."""
    if DATABASE == "sqlite":
        files = sorted(stage.product.data_dir.glob("countin.sqlite3*"))
        assert len(files) >= 2
        return b"\n".join(path.read_bytes() for path in files)
    with psycopg.connect(stage.product.environment["DATABASE_URL"]) as connection:
        return b"\n".join(
            bytes(value) if isinstance(value, bytes | memoryview) else str(value).encode()
            for table in _tables(connection)
            for row in connection.execute(f"SELECT * FROM {table}").fetchall()
            for value in row
        )


def _other_files(data_dir: Path) -> bytes:
    return b"\n".join(
        path.read_bytes()
        for path in data_dir.rglob("*")
        if path.is_file() and path.parent.name != "keys" and "sqlite3" not in path.name
    )


def _rows_with(stage: Stage, *, text: str) -> list[str]:
    if DATABASE == "sqlite":
        with closing(sqlite3.connect(stage.product.data_dir / "countin.sqlite3")) as database:
            named = "SELECT name FROM sqlite_master WHERE type = 'table'"
            tables = [name for (name,) in database.execute(named)]
            return [
                t for t in tables if text in str(database.execute(f"SELECT * FROM {t}").fetchall())
            ]
    with psycopg.connect(stage.product.environment["DATABASE_URL"]) as connection:
        return [
            table
            for table in _tables(connection)
            if text in str(connection.execute(f"SELECT * FROM {table}").fetchall())
        ]


def _tables(connection: psycopg.Connection) -> list[str]:
    named = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    return [name for (name,) in connection.execute(named).fetchall()]


def _sealed(stage: Stage) -> list[bytes]:
    query = (
        "SELECT sealed FROM fans_grant g JOIN fans_connection c ON c.id = g.connection_id "
        "WHERE sealed IS NOT NULL AND c.provider = 'spotify'"
    )
    if DATABASE == "sqlite":
        with closing(sqlite3.connect(stage.product.data_dir / "countin.sqlite3")) as database:
            return [bytes(sealed) for (sealed,) in database.execute(query)]
    with psycopg.connect(stage.product.environment["DATABASE_URL"]) as connection:
        return [bytes(sealed) for (sealed,) in connection.execute(query).fetchall()]
