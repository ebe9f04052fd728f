"""What of an address is written into the logs: no key, and the public slugs of the studio."""

import pytest

from countin.config.access_log import readable_path
from countin.config.logs import redact


@pytest.mark.parametrize(
    ("path", "written"),
    [
        ("/c/0a1b2c3d", "/c/…"),
        ("/studio/c/midnight-single/fans", "/studio/c/midnight-single/fans"),
        ("/studio/in/0a1b2c3d", "/studio/in/…"),
        ("/studio/join/0a1b2c3d", "/studio/join/…"),
        ("/me/0a1b2c3d/withdraw", "/me/…"),
    ],
)
def test_a_path_is_written_without_its_key_and_with_its_public_slug(path: str, written: str):
    line = redact(f"at http://127.0.0.1:8000{path}")

    assert readable_path(path) == written
    assert "0a1b2c3d" not in line
    assert ("midnight-single" in line) == ("midnight-single" in path)
