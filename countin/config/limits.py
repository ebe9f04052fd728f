"""Reads how much one browser, one network may send."""

from dataclasses import dataclass

import limits

from countin.config.environment import BadSetting, Values


@dataclass(frozen=True)
class Allowed:
    """How often: what one browser sends, what one network sends, and bad returns of a network;
    mails that ask an address's owner, for one network and for the whole installation; presses of
    one network that confirm what is held back."""

    browser: limits.RateLimitItem
    network: limits.RateLimitItem
    bad_returns: limits.RateLimitItem
    mails: limits.RateLimitItem
    all_mails: limits.RateLimitItem
    confirms: limits.RateLimitItem


def read_limits(values: Values) -> Allowed:
    """The six limits. Raises BadSetting for what is none."""
    return Allowed(
        browser=_read(values, name="COUNTIN_LIMIT_BROWSER"),
        network=_read(values, name="COUNTIN_LIMIT_NETWORK"),
        bad_returns=_read(values, name="COUNTIN_LIMIT_BAD_RETURNS"),
        mails=_read(values, name="COUNTIN_LIMIT_MAILS"),
        all_mails=_read(values, name="COUNTIN_LIMIT_ALL_MAILS"),
        confirms=_read(values, name="COUNTIN_LIMIT_CONFIRMS"),
    )


def _read(values: Values, *, name: str) -> limits.RateLimitItem:
    try:
        return limits.parse(values[name])
    except ValueError as error:
        raise BadSetting(f"{name} must look like 60/minute or 1000/hour.") from error
