"""How far a reminder got, by whichever way it goes. For counting."""

from typing import Final

from django.db.models import Q

# Its mailbox said yes, or its browser was allowed to be notified.
IS_CONFIRMED: Final = Q(confirmed_at__isnull=False) | Q(push_allowed_at__isnull=False)
# The mail service or the push service took it.
IS_SENT: Final = Q(sent_at__isnull=False) | Q(pushed_at__isnull=False)
