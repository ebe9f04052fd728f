"""What this room keeps sealed, for when the vault's keys are turned."""

from countin.fans.resealing import SealedRows
from countin.messaging.models import PushSubscription
from countin.messaging.subscribing import browser_context

SEALED: tuple[SealedRows, ...] = (
    SealedRows("push subscriptions", PushSubscription, browser_context),
)
