"""Turning a service's answer into a grant and an account, or into what stands against it."""

from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from functools import partial
from operator import attrgetter
from typing import Any

from countin import clock
from countin.pacing.talking import talk_patiently
from countin.pages.authorizing.troubles import (
    LATER,
    NO_SUBSCRIPTION,
    NOT_CONFIRMED,
    REFUSED,
    Trouble,
)
from countin.pages.finding import refuse_unpublished
from countin.presaves.models import Authorization, AuthorizationOutcome, Purpose
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

Accepting = Coroutine[Any, Any, tuple[Grant, Access]]


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
    provider: Provider, *, accept: Callable[[], Accepting], needs: Ask
) -> Agreed | NotAgreed:
    """Ask the service, at once, who this is: a refusal that comes later would be a broken
    promise. What heals within moments is waited for. No transaction is held meanwhile.
    `needs` is what the fan came for: without it there is nothing to keep."""
    refuse_unpublished()
    try:
        grant, account = _ask(provider, accept=accept)
    except ConsentGone as error:
        return NotAgreed(_gone(error), AuthorizationOutcome.FAILED)
    except (Refused, OperatorNeeded):
        return NotAgreed(REFUSED, AuthorizationOutcome.REFUSED)
    except TryLater:
        return NotAgreed(LATER, AuthorizationOutcome.FAILED)
    if needs not in grant.allows:
        return NotAgreed(NOT_CONFIRMED, AuthorizationOutcome.FAILED)
    return Agreed(grant, account)


def needed_ask(authorization: Authorization, *, provider: Provider) -> Ask:
    """Without which the errand is in vain; a follow ticked beside a save is not."""
    if authorization.purpose == Purpose.CANARY and not provider.abilities.read_back:
        return Ask.READ
    return Ask.FOLLOW if authorization.purpose == Purpose.FOLLOW else Ask.SAVE


def _ask(provider: Provider, *, accept: Callable[[], Accepting]) -> tuple[Grant, Account]:
    # A code is good once: it is sent again only where it was not read, because nobody may call.
    talk = partial(talk_patiently, provider, now=clock.now, wait_until=clock.wait_until)
    grant, access = talk(question=accept, heals=attrgetter("app_wide"))
    identify = partial(provider.identify, access)
    return grant, talk(question=identify, heals=lambda _trouble: True)


def _gone(error: ConsentGone) -> Trouble:
    return NO_SUBSCRIPTION if error.reason == "no_subscription" else NOT_CONFIRMED
