"""A process of its own: seeds two workspaces, asks for their pages in turns, prints JSON. Times are
those of processors, the best of nine rounds; with PostgreSQL its own share is in them."""

import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, Final

_FEW: Final = int(os.environ.get("COUNTIN_BENCH_FEW", "10000"))
_ROUNDS: Final = 9
_PAGES: Final = {
    "campaigns": "/studio/w/{slug}/",
    "campaign": "/studio/c/{slug}/",
    "live": "/studio/c/{slug}/live",
    "live, countries as CSV": "/studio/c/{slug}/live.csv?part=country",
    "numbers as CSV": "/studio/c/{slug}/numbers.csv",
    "release day": "/studio/c/{slug}/release",
    "report": "/studio/c/{slug}/report",
    "fans": "/studio/c/{slug}/fans",
    "fans, those in one state": "/studio/c/{slug}/fans?state=needs_fan",
    "authenticity": "/studio/c/{slug}/audit",
    "share kit": "/studio/c/{slug}/share",
    "plan": "/studio/c/{slug}/plan",
    "announcements": "/studio/c/{slug}/announcements",
    "outreach": "/studio/c/{slug}/outreach",
    "end": "/studio/c/{slug}/end",
    "log": "/studio/w/{slug}/log",
    "links": "/studio/c/{slug}/links",
    "artists": "/studio/w/{slug}/artists",
    "duplicate": "/studio/c/{slug}/copy",
    "details": "/studio/c/{slug}/details",
    "page and channels": "/studio/c/{slug}/publish",
}


def main() -> None:
    """Prints one JSON document: lines of name and figure."""
    many = int(os.environ.get("COUNTIN_BENCH_PROMISES", "1000000"))
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COUNTIN_DATA_DIR"] = str(Path(folder) / "data")
        os.environ["COUNTIN_CONFIG"] = str(Path(folder) / "none.toml")
        os.environ["DJANGO_SETTINGS_MODULE"] = "countin.config.settings"
        import django  # noqa: PLC0415 - after the environment is set

        django.setup()
        print(json.dumps(_measure(many)))


def _measure(many: int) -> list[tuple[str, str]]:
    from benchmarks.studio_seed import seed_workspace  # noqa: PLC0415 - after Django's start
    from countin import clock  # noqa: PLC0415
    from countin.config.tables import make_tables  # noqa: PLC0415
    from countin.insights.rolling.keeping import drop_triggers, keep_tallies  # noqa: PLC0415
    from countin.insights.rolling.rebuilding import find_differences  # noqa: PLC0415

    make_tables()
    drop_triggers()
    now = clock.now()
    took: dict[str, float] = {}
    begun = time.perf_counter()
    campaigns = [seed_workspace(promises=count, now=now) for count in (_FEW, many)]
    took[f"write {many:,} promises and all around them"] = time.perf_counter() - begun
    begun = time.perf_counter()
    keep_tallies()
    took["count every row anew"] = time.perf_counter() - begun
    begun = time.perf_counter()
    assert find_differences() == []
    took["compare every count with the rows"] = time.perf_counter() - begun
    lines = [(name, f"{seconds:5.1f} s") for name, seconds in took.items()]
    client = _client([campaign.workspace for campaign in campaigns])
    lines += [_write_report(campaign) for campaign in campaigns]
    lines += _pages(client, few=campaigns[0].slug, many=campaigns[1].slug)
    kept = min(_move(campaigns[0]) for _ in range(3))
    drop_triggers()
    bare = min(_move(campaigns[0]) for _ in range(3))
    words = f"{kept / bare:5.2f}   {kept:.1f} µs each, {bare:.1f} µs without"
    return [*lines, ("move promises a hundred at once, counts kept", words)]


def _write_report(campaign: Any) -> tuple[str, str]:
    """As the worker does; the page shows what it wrote."""
    from django.conf import settings  # noqa: PLC0415 - after Django's start

    from countin import clock  # noqa: PLC0415
    from countin.insights.written import show_kept, write_asked  # noqa: PLC0415

    given: Any = {"providers": settings.PROVIDERS, "base_url": settings.BASE_URL}
    show_kept(campaign, now=clock.now())
    begun = time.perf_counter()
    write_asked(now=clock.now(), **given)
    return f"write the report of {campaign.slug}", f"{time.perf_counter() - begun:5.1f} s"


def _move(campaign: Any) -> float:
    """Microseconds for each promise that is moved to saved; undone afterwards."""
    from django.db import transaction  # noqa: PLC0415 - after Django's start

    from countin import clock  # noqa: PLC0415
    from countin.presaves.models import PreSave  # noqa: PLC0415
    from countin.presaves.moving import move_presaves  # noqa: PLC0415
    from countin.presaves.states import Reason, State  # noqa: PLC0415

    rows = PreSave.objects.filter(campaign=campaign, state=State.PROMISED)
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    batches = [ids[at : at + 100] for at in range(0, len(ids), 100)]
    with transaction.atomic():
        begun = time.perf_counter()
        for batch in batches:
            move_presaves(batch, to=State.SAVED, reason=Reason.NONE, now=clock.now())
        took = time.perf_counter() - begun
        transaction.set_rollback(True)
    return took / len(ids) * 1e6


def _client(workspaces: list[Any]) -> Any:
    from django.test import Client  # noqa: PLC0415 - after Django's start

    from countin import clock  # noqa: PLC0415
    from countin.workspaces.models import Role  # noqa: PLC0415
    from countin.workspaces.organizers import add_organizer, give_role  # noqa: PLC0415

    organizer, _is_new = add_organizer("owner@example.org", now=clock.now())
    for workspace in workspaces:
        give_role(organizer, workspace=workspace, role=Role.OWNER, now=clock.now())
    client = Client(HTTP_HOST="127.0.0.1:8000")
    client.force_login(organizer, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def _pages(client: Any, *, few: str, many: str) -> list[tuple[str, str]]:
    lines, worst = [], 0.0
    for name, path in _PAGES.items():
        rounds = [(_ask(client, path, few), _ask(client, path, many)) for _ in range(_ROUNDS)]
        small, large = (min(column) * 1000 for column in zip(*rounds, strict=True))
        lines.append((name, f"{large / small:5.2f}   {small:6.1f} ms, {large:6.1f} ms"))
        worst = max(worst, large / small)
    return [*lines, ("the worst of all pages", f"{worst:5.2f}")]


def _ask(client: Any, path: str, slug: str) -> float:
    begun = _cpu()
    answer = client.get(path.format(slug=slug))
    took = _cpu() - begun
    if answer.status_code != 200:
        sys.exit(f"{path} answers {answer.status_code}")
    return took


def _cpu() -> float:
    """Seconds of a processor that this process and its database connection have had: what else
    runs on the machine is in no ratio."""
    from django.db import connection  # noqa: PLC0415 - after Django's start

    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = Path(f"/proc/{cursor.fetchone()[0]}/schedstat")
    return own + int(server.read_text().split()[0]) / 1e9


if __name__ == "__main__":
    main()
