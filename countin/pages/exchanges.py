"""Turning a service's answer into a grant and an account, or into what stands against it."""

from collections.abc import Coroutine
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from countin.pacing.talking import talk
from countin.pages.troubles import (
    LATER,
    NO_SUBSCRIPTION,
    NOT_CONFIRMED,
    REFUSED,
    Trouble,
)
from countin.presaves.models import AuthorizationOutcome
from countin.providers.contract import (
    Access,
    Account,
    Ask,
    ConsentGone,
    Grant,
    OperatorNeeded,
    Provider,
    Refused,
    TryLater,
)


@dataclass(frozen=True)
class Agreed:
    """The fan agreed, and the service lets us act."""

    grant: Grant = field(repr=False)
    account: Account = field(repr=False)


@dataclass(frozen=True)
class NotAgreed:
    """Nothing may be kept; what the fan is told, and what is counted."""

    trouble: Trouble
    outcome: AuthorizationOutcome


def exchange(
    provider: Provider, *, accepting: Coroutine[Any, Any, tuple[Grant, Access]], now: datetime
) -> Agreed | NotAgreed:
    """Ask the service, at once, who this is: a refusal that comes later would be a broken
    promise. No transaction is held meanwhile."""
    try:
        grant, account = talk(provider, question=_ask(provider, accepting=accepting), now=now)
    except ConsentGone as error:
        return NotAgreed(_gone(error), AuthorizationOutcome.FAILED)
    except (Refused, OperatorNeeded):
        return NotAgreed(REFUSED, AuthorizationOutcome.REFUSED)
    except TryLater:
        return NotAgreed(LATER, AuthorizationOutcome.FAILED)
    if Ask.SAVE not in grant.allows:
        return NotAgreed(NOT_CONFIRMED, AuthorizationOutcome.FAILED)
    return Agreed(grant, account)


async def _ask(
    provider: Provider, *, accepting: Coroutine[Any, Any, tuple[Grant, Access]]
) -> tuple[Grant, Account]:
    grant, access = await accepting
    return grant, await provider.identify(access)


def _gone(error: ConsentGone) -> Trouble:
    return NO_SUBSCRIPTION if error.reason == "no_subscription" else NOT_CONFIRMED
