"""Where the links of a release lead: found by its codes for an organizer to confirm, and looked at
before fans are led there."""
