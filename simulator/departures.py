"""How grants end at the service: revoked by the fan, or by a new password."""

from simulator.fans import APPLE, SPOTIFY, Fan
from simulator.twin_names import TWIN_NAMES
from simulator.world import World

DAY = 86_400.0


def revoke_at_service(world: World, *, fan: Fan, service: str = "") -> int:
    """End the fan's grants at one service, or at all for ""; the number of those that ended."""
    ended = 0
    if service in ("", SPOTIFY):
        ended += world.spotify.revoke(fan.id)
    if service in ("", APPLE):
        ended += world.apple.revoke(fan.id)
    for name in TWIN_NAMES:
        if service in ("", name):
            ended += world.ledgers[name].revoke(fan.id)
    return ended


def change_password(world: World, *, fan: Fan, service: str = "", days: float) -> int:
    """Like revoking; Apple refuses even fresh tokens for `days` (facts B2)."""
    if service in ("", APPLE) and fan.apple:
        fan.apple.refused_until = world.clock.now() + days * DAY
    return revoke_at_service(world, fan=fan, service=service)


def fans_with_grants(world: World, *, service: str) -> list[Fan]:
    now = world.clock.now()
    if service == SPOTIFY:
        return [fan for fan in world.fans if world.spotify.live_grants(fan.id, now=now)]
    if service in TWIN_NAMES:
        return [fan for fan in world.fans if world.ledgers[service].has_live_grant(fan.id)]
    return [
        fan
        for fan in world.fans
        if any(not token.is_ended for token in world.apple.by_fan.get(fan.id, []))
    ]


def chosen_fans(world: World, *, service: str, names: list[str], share: float) -> list[Fan]:
    """The named fans; without names, that share of those who have a live grant.

    Raises NoSuchFan.
    """
    if names:
        return [world.fans.get(name) for name in names]
    candidates = fans_with_grants(world, service=service)
    return world.random.sample(candidates, round(share * len(candidates)))
