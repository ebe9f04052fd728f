"""Access got ahead of a wave, so that at the moment the save alone is left to ask for.

It stands beside its grant, sealed under the key that workers alone derive, and goes with it; so
whichever worker takes the grant can use what another one got. An access token is good for an hour
and opens nothing that the grant's own secret does not.
"""

from datetime import datetime

from countin.fans.live_grants import LiveGrant
from countin.fans.models import Grant
from countin.providers.contract import Access
from countin.vault.contexts import Context
from countin.vault.opening import CannotOpen
from countin.workspaces.jobs import Opens


def keep_access(
    access: Access,
    *,
    grant_id: int,
    connection_id: int,
    provider: str,
    fence: int,
    opener: Opens,
) -> bool:
    """Put it beside the grant it was got with. False: that grant is gone, or another's by now."""
    context = _context(provider, connection_id=connection_id)
    sealed = opener.reseal(access.token, context=context)
    ours = Grant.objects.live().filter(pk=grant_id, claim_number=fence)
    return ours.update(access_sealed=sealed, access_until=access.usable_until) == 1


def open_access(grant: LiveGrant, *, opener: Opens, now: datetime) -> Access | None:
    """What stands beside this grant, in the worker's memory. None: nothing that is still good; a
    grant can always be asked for new access."""
    if grant.access_sealed is None or grant.access_until is None or grant.access_until <= now:
        return None
    context = _context(grant.provider, connection_id=grant.connection_id)
    try:
        token = opener.open(bytes(grant.access_sealed), context=context)
    except CannotOpen:
        return None
    return Access(token, usable_until=grant.access_until)


def forget_old_access(now: datetime) -> int:
    """What was never used goes when it ends. Returns how much went."""
    old = Grant.objects.filter(access_until__lte=now)
    return old.update(access_sealed=None, access_until=None)


def _context(provider: str, *, connection_id: int) -> Context:
    return Context(kind="access", provider=provider, owner=str(connection_id))
