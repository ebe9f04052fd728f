"""What this room keeps sealed, for when the vault's keys are turned."""

from countin.fans.resealing import SealedRows
from countin.webhooks.endpoints import endpoint_context
from countin.webhooks.models import Endpoint

SEALED: tuple[SealedRows, ...] = (SealedRows("webhook secrets", Endpoint, endpoint_context),)
