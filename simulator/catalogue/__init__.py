"""Artists, releases and tracks that the services know, and when each market shows them."""
