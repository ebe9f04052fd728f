"""A workspace as large as wanted, written by the database itself in a few statements."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from django.db import connection, transaction

from countin.campaigns.models import Artist, Campaign, Channel, Release
from countin.insights.models import AuditReading
from countin.release_day.models import Rehearsal
from countin.workspaces.models import Workspace

_COUNTRIES: Final = ("DE", "US", "GB", "FR", "ES", "SE", "NL", "BR", "MX", "JP", "AU", "")
_STATES: Final = (
    *(("promised", ""),) * 16,
    *(("withdrawn", "by_fan"),) * 2,
    ("needs_fan", "grant_dead"),
    ("failed", "no_subscription"),
)
_OUTCOMES: Final = (*("done",) * 20, "denied", "refused", "failed", "under_way", "under_way")
_APPS: Final = (*("",) * 7, "instagram", "tiktok", "facebook")


def seed_workspace(*, promises: int, now: datetime) -> Campaign:
    """A workspace with one published campaign that so many fans promised to: two visits a
    promise, five presses for four, a follow for two, a reminder for five."""
    name = f"fans-{promises}"
    workspace = Workspace.objects.create(name=name, slug=name, created_at=now)
    artist = Artist.objects.create(workspace=workspace, name="The Held Notes", handle=name)
    day = (now + timedelta(days=14)).date()
    release = Release.objects.create(
        artist=artist, title=name, kind="single", timing="local", release_date=day
    )
    campaign = Campaign.objects.create(
        workspace=workspace, release=release, slug=name, published_at=now, created_at=now
    )
    for channel in ("newsletter", "instagram", "tiktok", "youtube", "concerts"):
        Channel.objects.create(campaign=campaign, name=channel, reach=promises)
    AuditReading.objects.create(campaign=campaign, asked_at=now, done_at=now)
    Rehearsal.objects.create(campaign=campaign, asked_at=now, done_at=now)
    with transaction.atomic():
        _seed_rows(campaign, promises=promises, now=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return campaign


def _seed_rows(campaign: Campaign, *, promises: int, now: datetime) -> None:
    fan, connection_ = f"{_last('fans_fan')} + i", f"{_last('fans_connection')} + i"
    when = _moment(now)
    _insert(
        "fans_fan",
        {"id": fan, "workspace_id": campaign.workspace_id, "created_at": when}
        | {"language": "'de'", "time_zone": "''", "territory": "'DE'"},
        times=promises,
    )
    _insert(
        "fans_connection",
        {"id": connection_, "workspace_id": campaign.workspace_id, "fan_id": fan}
        | {"provider": _pick(("spotify", "spotify", "apple_music"))}
        | {"account_hash": f"CAST({connection_} AS TEXT)", "market": "''", "connected_at": when},
        times=promises,
    )
    _seed_promises(campaign, promises=promises, when=when, connection_=connection_)
    _seed_arrivals(campaign, promises=promises, when=when)
    _insert(
        "messaging_reminder",
        {"campaign_id": campaign.pk, "fan_id": fan, "provider": "'spotify'", "market": "''"}
        | {"channel_id": _channel(campaign), "asked_at": when, "confirmed_at": when},
        times=promises // 5,
    )


def _seed_promises(campaign: Campaign, *, promises: int, when: str, connection_: str) -> None:
    presave, here = f"{_last('presaves_presave')} + i", campaign.pk
    channel = _channel(campaign)
    _insert(
        "presaves_presave",
        {"id": presave, "campaign_id": here, "connection_id": connection_}
        | {"provider": _pick(("spotify", "spotify", "apple_music"))}
        | {"market": _pick(_COUNTRIES, step=7), "channel_id": channel}
        | {"state": _pick([state for state, _why in _STATES], step=5)}
        | {"reason": _pick([why for _state, why in _STATES], step=5)}
        | {"promised_at": when, "changed_at": when, "next_step": "'save'"}
        | {"attempts": "0", "looks": "0"},
        times=promises,
    )
    _insert(
        "presaves_transition",
        {"presave_id": presave, "from_state": "''", "to_state": "'promised'"}
        | {"reason": "''", "happened_at": when},
        times=promises,
    )
    _insert(
        "presaves_followask",
        {"presave_id": presave, "artist_id": campaign.release.artist_id, "because": "''"}
        | {"state": _pick(("waiting", "done", "done")), "asked_at": when, "changed_at": when}
        | {"attempts": "0", "looks": "0"},
        times=promises // 2,
    )


def _seed_arrivals(campaign: Campaign, *, promises: int, when: str) -> None:
    here, channel, visited = campaign.pk, _channel(campaign), _last("visits_visit")
    _insert(
        "visits_visit",
        {"id": f"{visited} + i", "campaign_id": here, "channel_id": channel, "visited_at": when}
        | {"referrer_host": "''", "browser": "'Firefox'", "in_app": _pick(_APPS, step=3)}
        | {"is_bot": "i % 10 = 0", "country": _pick(_COUNTRIES, step=7), "ip_prefix": "''"}
        | {"utm_source": "''", "utm_medium": "''", "utm_campaign": "''", "left_app": "''"},
        times=promises * 2,
    )
    _insert(
        "presaves_authorization",
        {"purpose": "'presave'", "campaign_id": here, "provider": "'spotify'"}
        | {"state_hash": f"'{here}-' || i", "browser_hash": "''", "wants_follow": "i % 2 = 0"}
        | {"words": "''", "words_version": "''", "language": "''", "time_zone": "''"}
        | {
            "territory": "''",
            "channel_id": channel,
            "is_guest": "i < 0",
            "from_own_domain": "i < 0",
            "started_at": when,
        }
        | {"expires_at": when, "outcome": _pick(_OUTCOMES, step=3)},
        times=promises * 5 // 4,
    )


def _insert(table: str, values: Mapping[str, object], *, times: int) -> None:
    """Rows 1 to `times`, each value an expression of `i`."""
    names = ", ".join(values)
    given = ", ".join(str(value) for value in values.values())
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) WITH RECURSIVE n(i) AS "
            f"(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {times}) SELECT {given} FROM n"
        )


def _pick(values: list[str] | tuple[str, ...], *, step: int = 1) -> str:
    """One of these in turn; `step` sets the turns of two columns apart."""
    cases = " ".join(f"WHEN {at} THEN '{value}'" for at, value in enumerate(values))
    return f"CASE (i / {step}) % {len(values)} {cases} END"


def _channel(campaign: Campaign) -> str:
    ids = Channel.objects.filter(campaign=campaign).order_by("pk").values_list("pk", flat=True)
    cases = " ".join(f"WHEN {at} THEN {pk}" for at, pk in enumerate(ids))
    return f"CASE (i / 11) % {len(ids) + 1} {cases} END"


def _last(table: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT COALESCE(MAX(id), 0) FROM {table}")
        return int(cursor.fetchone()[0])


def _moment(now: datetime) -> str:
    text = now.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S")
    if connection.vendor == "postgresql":
        return f"TIMESTAMP WITH TIME ZONE '{text}+00'"
    return f"'{text}'"
