"""A large crowd that agreed long ago, put into both worlds at once; and what an installation's
database says of it later. Run with the installation's settings this is a program:
`python -m tests.journeys.seeding SLUG < CROWD`, where CROWD has a line a fan: number, token.
"""

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice

import django

from simulator.fans import make_fan
from simulator.ledger.grants import Grant, RefreshToken, six_months_after
from simulator.world import World, mint
from tests.journeys.rows import read_rows
from tests.journeys.stage import SLUG, Stage

_BATCH = 2000
_SAVED = (
    "SELECT c.account_hash FROM presaves_presave p JOIN fans_connection c "
    "ON c.id = p.connection_id WHERE p.state = 'saved'"
)
_GRANTS = (
    "SELECT count(*) FROM fans_grant g JOIN presaves_presave p "
    "ON p.connection_id = g.connection_id WHERE g.sealed IS NOT NULL AND p.state = 'saved'"
)
_STATES = "SELECT state, count(*) FROM presaves_presave GROUP BY state"
# What a promise waits for: its next attempt, or a market that does not show the release yet.
_WAITS = (
    "SELECT p.next_attempt_at, s.next_look_at FROM presaves_presave p "
    "JOIN campaigns_campaign c ON c.id = p.campaign_id "
    "LEFT JOIN campaigns_sighting s ON s.release_id = c.release_id AND s.provider = p.provider "
    "AND s.market = p.market AND s.seen_at IS NULL "
    "WHERE p.state = 'promised'"
)
_SILENCES = "SELECT max(blocked_until) FROM pacing_provideraccount"
_MOVES = (
    "SELECT count(*), count(DISTINCT presave_id) FROM presaves_transition "
    "WHERE to_state = 'saved' AND follow_id IS NULL"
)


def gather_crowd(stage: Stage, *, size: int, followers: int = 0) -> list[str]:
    """So many fans with promises, for nights that ask nothing of the pages. Who wants to follow,
    too, comes through them all the same; that takes a tenth of a second of a core each."""
    names = stage.crowd(followers, followers=followers)
    seed_crowd(SLUG, stage=stage, start=followers, size=size - followers)
    return names + [f"fan-{number}" for number in range(followers, size)]


def seed_crowd(slug: str, *, stage: Stage, start: int, size: int) -> None:
    """So many more fans with a promise, `fan-START` and on."""
    numbers = range(start, start + size)
    lines = stage.sim.change(lambda world: list(_crowd(world, numbers=numbers)))
    seed = subprocess.run(
        [sys.executable, "-m", "tests.journeys.seeding", slug],
        env=stage.product.environment,
        input="\n".join(lines),
        text=True,
        capture_output=True,
        check=False,
    )
    assert seed.returncode == 0, seed.stderr


def _crowd(world: World, *, numbers: range) -> Iterator[str]:
    """Their accounts and grants at the service: a line each, of number and refresh token."""
    (app,) = (app for app in world.apps.values() if app.quota == "extended")
    for number in numbers:
        fan = make_fan(f"fan-{number}", country="DE")
        world.fans.add(fan)
        assert fan.spotify
        now = world.clock.now()
        grant = Grant(
            client_id=app.client_id,
            account=fan.spotify,
            scopes=frozenset({"user-library-modify"}),
            authorized_at=now,
            ends_at=six_months_after(now),
            is_public_client=False,
        )
        world.spotify.grants[fan.id] = [grant]
        token = mint("AQ")
        world.spotify.refresh_tokens[token] = RefreshToken(grant)
        yield f"{number} {token}"


def main(slug: str, *, lines: Iterable[str]) -> None:
    """Give each of these a connection, a sealed grant and a promise."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "countin.config.settings"
    django.setup()
    rows = (line.split() for line in lines)
    while some := [(int(number), token) for number, token in islice(rows, _BATCH)]:
        _add(slug, fans=dict(some))


def _add(slug: str, *, fans: dict[int, str]) -> None:
    from countin import clock  # noqa: PLC0415 - after Django's set-up
    from countin.campaigns.models import Campaign  # noqa: PLC0415
    from countin.fans.models import Connection, Fan  # noqa: PLC0415
    from countin.presaves.models import PreSave  # noqa: PLC0415

    now, campaign = clock.now(), Campaign.objects.get(slug=slug)
    people = Fan.objects.bulk_create(
        Fan(workspace=campaign.workspace, created_at=now) for _ in fans
    )
    connections = Connection.objects.bulk_create(
        Connection(
            workspace=campaign.workspace,
            fan=person,
            provider="spotify",
            account_hash=f"{number:064}",
            connected_at=now,
        )
        for number, person in zip(fans, people, strict=True)
    )
    _seal({one.pk: fans[int(one.account_hash)] for one in connections}, now=now)
    PreSave.objects.bulk_create(
        PreSave(
            campaign=campaign,
            connection=one,
            provider="spotify",
            market="DE",
            promised_at=now,
            changed_at=now,
        )
        for one in connections
    )


def _seal(tokens: dict[int, str], *, now: datetime) -> None:
    from django.conf import settings  # noqa: PLC0415

    from countin.fans.grants import grant_context  # noqa: PLC0415
    from countin.fans.models import Connection  # noqa: PLC0415
    from countin.fans.models import Grant as OurGrant  # noqa: PLC0415

    provider = settings.PROVIDERS["spotify"]
    OurGrant.objects.bulk_create(
        OurGrant(
            connection=one,
            client_id=provider.client_id,
            scopes="user-library-modify",
            allows_save=True,
            sealed=settings.SEALER.seal(tokens[one.pk], context=grant_context(one)),
            authorized_at=now,
            usable_until=now + timedelta(days=90),
        )
        for one in Connection.objects.filter(pk__in=tokens)
    )


def saved_numbers(stage: Stage) -> set[int]:
    """The fans of the crowd whose promise the database calls saved; others' are left out."""
    found = read_rows(_SAVED, of=stage.product)
    return {int(mark) for (mark,) in found if str(mark).isdigit()}


def count_states(stage: Stage) -> dict[str, int]:
    """Promises of all campaigns, by their state."""
    return dict(read_rows(_STATES, of=stage.product))


def count_grants_of_saved(stage: Stage) -> int:
    """Grants still sealed of fans whose promise was kept: none is needed any more."""
    ((grants,),) = read_rows(_GRANTS, of=stage.product)
    return int(grants)


def moves_to_saved(stage: Stage) -> tuple[int, int]:
    """How many moves to saved were written down, and of how many promises."""
    ((moves, promises),) = read_rows(_MOVES, of=stage.product)
    return moves, promises


def next_moments(stage: Stage) -> list[datetime | None]:
    """For what each promise on its way waits; None: for nothing, it is due."""
    return [_moment(attempt or look) for attempt, look in read_rows(_WAITS, of=stage.product)]


def silent_until(stage: Stage) -> datetime | None:
    """How long services have asked for silence, as far as a row knows."""
    ((until,),) = read_rows(_SILENCES, of=stage.product)
    return _moment(until)


def _moment(value: datetime | str | None) -> datetime | None:
    """SQLite keeps moments as texts, in UTC."""
    return datetime.fromisoformat(value).replace(tzinfo=UTC) if isinstance(value, str) else value


if __name__ == "__main__":
    main(sys.argv[1], lines=sys.stdin)
