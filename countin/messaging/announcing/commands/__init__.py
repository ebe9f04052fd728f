"""`countin announce …`: doors, which read the clock, call, print."""
