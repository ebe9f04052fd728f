"""Keeping the words that a fan agreed to."""

from datetime import datetime

from countin.fans.models import Consent, Fan
from countin.languages.available import catalog_version


def record_consent(fan: Fan, *, words: str, version: str, language: str, now: datetime) -> Consent:
    """The exact words, their version and the moment. What for, says the row that points here.

    The version of a translation names the catalog it came from: "1 3fa94c01".
    """
    named = f"{version} {catalog_version(language)}".strip()
    return Consent.objects.create(
        fan=fan, words=words, words_version=named, language=language, given_at=now
    )
