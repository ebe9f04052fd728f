"""Who answers for the fans' data, as rooms are told by the doors."""

from dataclasses import dataclass
from typing import Protocol


class Controller(Protocol):
    """The person or company that the privacy notice and every mail name."""

    @property
    def name(self) -> str:
        """As they sign."""

    @property
    def contact(self) -> str:
        """An e-mail address or a page."""

    @property
    def address(self) -> str:
        """Where post reaches them."""

    @property
    def is_named(self) -> bool:
        """All three are given."""


@dataclass(frozen=True)
class Named:
    """A controller of its own, beside the installation's."""

    name: str
    contact: str
    address: str

    @property
    def is_named(self) -> bool:
        """All three are given."""
        return bool(self.name and self.contact and self.address)


def may_publish(controller: Controller, *, is_loopback: bool) -> bool:
    """A page may be public: somebody is named, or nobody but this machine can look."""
    return is_loopback or controller.is_named
