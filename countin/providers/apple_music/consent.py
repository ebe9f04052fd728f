"""Consent inside our own page: MusicKit hands over a music user token."""

from datetime import datetime, timedelta

from countin.providers.contract import Access, Ask, ConsentGone, Grant
from countin.providers.reading import is_token

# Apple publishes no figure; half a year is what others observed. Nothing refreshes it.
GRANT_LIFE = timedelta(days=180)


def take_user_token(token: str, *, now: datetime) -> tuple[Grant, Access]:
    """The token is both the grant's secret and the access. Raises ConsentGone for what can be
    no token: it came from a browser, and goes into a header."""
    if not is_token(token):
        raise ConsentGone("Apple Music handed over no usable token.", reason="grant_refused")
    grant = Grant(
        secret=token,
        allows=frozenset({Ask.SAVE}),
        scopes="",
        authorized_at=now,
        usable_until=now + GRANT_LIFE,
    )
    return grant, read_access(grant)


def read_access(grant: Grant) -> Access:
    """The access a grant is."""
    return Access(token=grant.secret, usable_until=grant.usable_until)
