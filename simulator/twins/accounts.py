"""A fan's account at a stand-in, made when it is first met."""

from simulator.accounts import TwinAccount
from simulator.fans import NoSuchFan
from simulator.world import World


def account_at(world: World, *, service: str, fan_id: str) -> TwinAccount:
    """Raises NoSuchFan."""
    fan = world.fans.get(fan_id)
    if service not in fan.services:
        raise NoSuchFan(f"{fan_id!r} has no account at {service}")
    if service not in fan.accounts:
        account_id = str(
            500_000 + sum(ord(sign) * 31**at for at, sign in enumerate(fan_id)) % 10**9
        )
        fan.accounts[service] = TwinAccount(fan_id, account_id, fan.country)
    return fan.accounts[service]
