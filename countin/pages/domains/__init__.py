"""An artist's own domain, and that of short links."""
