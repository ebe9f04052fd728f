"""Where the crowd goes: the addresses it was given, and nothing else of the product."""

from dataclasses import dataclass
from typing import Any

from aiohttp import ClientSession
from yarl import URL


@dataclass(frozen=True)
class Places:
    """The campaign's page, the guests' private link, the services, the mailbox."""

    page: str
    guest_page: str
    services: str
    mailbox: str

    def page_for(self, *, is_guest: bool, channel: str) -> str:
        """The address this fan was pointed to, with the channel it came through."""
        address = URL(self.guest_page if is_guest and self.guest_page else self.page)
        return str(address.update_query(via=channel) if channel else address)


async def tell_services(session: ClientSession, *, address: str, data: object) -> Any:
    """POST to the control API: what fans do at the service itself. Raises ClientError."""
    async with session.post(address, json=data) as answer:
        answer.raise_for_status()
        return await answer.json()
