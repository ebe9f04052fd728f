"""Do the services still answer as they did? Asked for real, with the keys that are set."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Final

from django.conf import settings

from countin import clock
from countin.config.doctor.findings import Finding, Grade, fine, mend, note
from countin.config.listings import LISTINGS
from countin.pacing.talking import talk
from countin.providers.contract import Provider, ProviderError, TryLater
from countin.providers.listing import Listing
from countin.providers.shapes import Live, ObservingHttp, lacking
from countin.workspaces.alarms import clear_alarm, raise_alarm
from countin.workspaces.jobs import Bench, Job

_ALARM: Final = "answers_changed"
_MARKET: Final = "US"
_SAID: Final = 6  # fields that a sentence names
_WEEK: Final = timedelta(days=7)
_NEVER: Final = datetime.min.replace(tzinfo=UTC)
# By service; a worker that begins anew asks anew.
_asked_at: dict[str, datetime] = {}


def look_live(now: datetime) -> Iterator[Finding]:
    """One finding a service that can be asked directly: what is skipped, is said."""
    for listing in LISTINGS:
        if listing.live is None:
            continue
        provider = settings.PROVIDERS[listing.name]
        if not provider.client_id:
            yield note(listing.name, words="Skipped: there are no keys to ask it with.")
            continue
        try:
            yield _look(listing, live=listing.live, provider=provider, now=now)
        except TryLater as error:
            yield mend(listing.name, words=_unasked(error))


def watch_answers(bench: Bench) -> int:
    """The same once a week, of the services themselves and no stand-in: whoever runs this is
    called where an answer changed. One that can't be asked now is asked tomorrow."""
    now = bench.now()
    asked = 0
    for listing in LISTINGS:
        provider = bench.providers[listing.name]
        if listing.live is None or not provider.client_id or _is_stand_in(listing):
            continue
        if now - _asked_at.get(listing.name, _NEVER) >= _WEEK:
            asked += watch_service(listing, provider=provider, now=now)
    return asked


def watch_service(listing: Listing, *, provider: Provider, now: datetime) -> bool:
    """Ask one, and raise or clear its alarm. False where it could not be asked: trouble on the
    way says nothing about its answers, and calls nobody."""
    assert listing.live is not None
    try:
        finding = _look(listing, live=listing.live, provider=provider, now=now)
    except TryLater:
        return False
    if finding.grade == Grade.MEND:
        raise_alarm(_ALARM, subject=listing.name, words=finding.words, now=now)
    elif finding.grade == Grade.FINE:
        clear_alarm(_ALARM, subject=listing.name, now=now)
    if finding.grade != Grade.NOTE:
        _asked_at[listing.name] = now
    return finding.grade != Grade.NOTE


def _look(listing: Listing, *, live: Live, provider: Provider, now: datetime) -> Finding:
    """One look for a release that everybody knows, by a provider made for this look alone.
    Raises TryLater."""
    http = ObservingHttp(gate=provider.gate)
    values = settings.VALUES.of_provider(listing)
    asking = listing.build(values, make_http=lambda _client_id: http, now=clock.now)
    name = listing.words.name
    try:
        hits = talk(
            asking, question=asking.find_release(live.known, market=_MARKET, now=now), now=now
        )
    except ProviderError as error:
        if provider.gate.closed_until():
            return note(listing.name, words=f"Skipped: {name} asked for silence.")
        if isinstance(error, TryLater) and all(one.status >= 500 for one in http.observed):
            raise
        return mend(listing.name, words=_unasked(error))
    missing = lacking(live, observed=http.observed)
    if missing or not hits:
        told = ", ".join(missing[:_SAID]) or f"a hit for “{live.known.title}”, out for years"
        return mend(
            listing.name,
            words=(
                f"{name} has changed its answers: what we read and did not get is {told}. Look for "
                "a newer version before your next release; until then promises are kept and tried."
            ),
        )
    count = sum(len(fields) for fields in live.reads.values())
    return fine(
        listing.name,
        words=f"It answers as we know it: {len(http.observed)} answers, {count} fields looked at.",
    )


def _unasked(error: ProviderError) -> str:
    return f"It could not be asked ({error}). Check the keys and the network, then try again."


def _is_stand_in(listing: Listing) -> bool:
    address = listing.address
    return address is not None and settings.VALUES[address.name] != address.default


JOBS = (Job("doctor.live", timedelta(days=1), watch_answers),)
