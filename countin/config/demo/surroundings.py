"""The environment in which the demo's own installation runs: nothing of the caller's own."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from countin.config.demo.examples import Quota
from countin.config.environment import addresses_outside
from countin.elsewhere.known import KNOWN

TEAM_ID, KEY_ID = "DEMOTEAM01", "DEMOKEY001"
CLIENT_ID, CLIENT_SECRET = "countin-demo", "countin-demo-secret"


@dataclass(frozen=True)
class AppleKey:
    """A key pair as two files: the private one for the product, the public for the services."""

    private: Path
    public: Path


def make_apple_key(folder: Path) -> AppleKey:
    """As the developer portal would hand it out."""
    key = ec.generate_private_key(ec.SECP256R1())
    made = AppleKey(folder / "AuthKey.p8", folder / "AuthKey.pub")
    made.private.touch(mode=0o600)
    made.private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    made.public.write_bytes(
        key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
    )
    return made


def bare_environment() -> dict[str, str]:
    """The caller's environment without any setting of theirs: the demo touches nothing real."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("COUNTIN_", "DATABASE_URL", "DJANGO_"))
    }


def product_environment(
    *,
    folder: Path,
    base_url: str,
    services: str,
    smtp_port: int,
    clock_file: Path,
    quota: Quota,
    apple_key: AppleKey,
) -> Mapping[str, str]:
    """What `countin serve` and the commands are started with."""
    settings = {
        "COUNTIN_CONFIG": str(folder / "none.toml"),
        "COUNTIN_DATA_DIR": str(folder / "data"),
        "COUNTIN_BASE_URL": base_url,
        "COUNTIN_CONTROLLER_NAME": "Lanternfish Records (invented)",
        "COUNTIN_CONTROLLER_CONTACT": "hello@lanternfish.example",
        "COUNTIN_CONTROLLER_ADDRESS": "1 Harbor Lane, 00000 Nowhere",
        # Services without a key here are asked nothing; still none may lie outside.
        **dict.fromkeys(addresses_outside(), services) | _catalogs(services),
        "COUNTIN_SPOTIFY_ACCOUNTS_URL": f"{services}/spotify/accounts",
        "COUNTIN_SPOTIFY_API_URL": f"{services}/spotify/v1",
        "COUNTIN_APPLE_API_URL": f"{services}/apple/v1",
        "COUNTIN_APPLE_MUSICKIT_URL": f"{services}/apple/musickit.js",
        "COUNTIN_SMTP_URL": f"smtp://127.0.0.1:{smtp_port}",
        "COUNTIN_MAIL_FROM": "reminders@lanternfish.example",
        "COUNTIN_CLOCK_OFFSET_FILE": str(clock_file),
        "COUNTIN_LOG_LEVEL": "warning",
    }
    return bare_environment() | settings | _keys(quota, apple_key=apple_key)


def _keys(quota: Quota, *, apple_key: AppleKey) -> dict[str, str]:
    """An artist with a development key has no Apple membership: Apple fans are reminded."""
    if quota == "none":
        return {}
    spotify = {
        "COUNTIN_SPOTIFY_CLIENT_ID": CLIENT_ID,
        "COUNTIN_SPOTIFY_CLIENT_SECRET": CLIENT_SECRET,
        "COUNTIN_SPOTIFY_QUOTA": quota,
    }
    if quota == "development":
        return spotify
    return spotify | {
        "COUNTIN_APPLE_TEAM_ID": TEAM_ID,
        "COUNTIN_APPLE_KEY_ID": KEY_ID,
        "COUNTIN_APPLE_PRIVATE_KEY_FILE": str(apple_key.private),
    }


def _catalogs(services: str) -> dict[str, str]:
    """Open catalogs at their stand-ins."""
    return {one.setting: f"{services}/{one.name}" for one in KNOWN}
