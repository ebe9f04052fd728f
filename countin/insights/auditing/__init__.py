"""The audit, and the event log it reads, from the outside: commands over our own rows."""
