"""Print pip's settings as assignments for a shell, under the names by which uv reads them.

uv does not read pip.conf, so a machine whose index, certificate or local packages are set
there would lose them. What uv was told itself is left alone.
"""

import ast
import os
import shlex
import subprocess
import sys
from pathlib import Path

# pip's name: uv's name, and what stands between several values.
NAMES = {
    "index-url": ("UV_DEFAULT_INDEX", " "),
    "extra-index-url": ("UV_INDEX", " "),
    "find-links": ("UV_FIND_LINKS", ","),
    "trusted-host": ("UV_INSECURE_HOST", " "),
    "no-index": ("UV_NO_INDEX", " "),
    "cert": ("SSL_CERT_FILE", " "),
    "client-cert": ("SSL_CLIENT_CERT", " "),
    "proxy": ("HTTPS_PROXY", " "),
    "default-timeout": ("UV_HTTP_TIMEOUT", " "),
    "timeout": ("UV_HTTP_TIMEOUT", " "),
}


def pip_settings() -> dict[str, str]:
    """Every setting pip uses for an install; the environment wins over files, as in pip."""
    command = [sys.executable, "-m", "pip", "config", "list"]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    found: dict[str, str] = {}
    for section in ("global", "install", ":env:"):
        for line in lines:
            name, _, value = line.partition("=")
            if name.startswith(f"{section}."):
                found[name.removeprefix(f"{section}.")] = ast.literal_eval(value)
    return found


def is_usable(value: str) -> bool:
    """Whether it is no folder that is missing: pip passes over those, uv stops."""
    path = value.removeprefix("file://")
    return not path.startswith("/") or Path(path).exists()


def main() -> None:
    settings = pip_settings()
    for name, value in settings.items():
        target, between = NAMES.get(name, ("", ""))
        usable = [part for part in value.split() if is_usable(part)]
        if usable and target and target not in os.environ:
            print(f"export {target}={shlex.quote(between.join(usable))}")
    if "extra-index-url" in settings and "UV_INDEX_STRATEGY" not in os.environ:
        # pip asks every index for every package; the hashes say which file is meant.
        print("export UV_INDEX_STRATEGY=unsafe-best-match")


main()
