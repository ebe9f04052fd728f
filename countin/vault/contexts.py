"""What a sealed secret belongs to."""

from dataclasses import dataclass

_PURPOSE = b"countin.vault"


@dataclass(frozen=True)
class Context:
    """Whose secret it is, and of what kind. A secret sealed in one context opens in no
    other, so that a row copied over another is found out. Holds no secret itself."""

    kind: str  # "grant", "push_key", …
    provider: str  # "spotify"; "" where no service is involved
    owner: str  # the connection's, subscription's or endpoint's own id, as text

    def __post_init__(self) -> None:
        if not self.kind or not self.owner:
            raise ValueError("A context names at least a kind and an owner.")


def bind(context: Context, *, header: bytes) -> bytes:
    """The bytes that are authenticated with a secret: its context and the header in front of
    it (version, algorithm, key id). No two contexts give the same bytes."""
    fields = (context.kind, context.provider, context.owner)
    parts = [_PURPOSE, header, *(name.encode() for name in fields)]
    # Each length in front: ("ab", "c") and ("a", "bc") must differ.
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)
