"""Who may read `/metrics`."""

import re

from countin.config.environment import BadSetting, Values

_TOKEN = re.compile(r"[!-~]{16,}")  # what a header can hold, and nobody guesses


def read_metrics_token(values: Values) -> str:
    """Empty: nobody may. Raises BadSetting for one that is short or that no header can hold."""
    token = values["COUNTIN_METRICS_TOKEN"]
    if token and not _TOKEN.fullmatch(token):
        raise BadSetting(
            "COUNTIN_METRICS_TOKEN must be 16 or more letters, digits or signs, without spaces. "
            "Make one: openssl rand -hex 32"
        )
    return token
