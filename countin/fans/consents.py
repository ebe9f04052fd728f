"""Keeping the words that a fan agreed to."""

from datetime import datetime

from countin.fans.models import Consent, Fan


def record_consent(fan: Fan, *, words: str, version: str, language: str, now: datetime) -> Consent:
    """The exact words, their version and the moment. What for, says the row that points here."""
    return Consent.objects.create(
        fan=fan, words=words, words_version=version, language=language, given_at=now
    )
