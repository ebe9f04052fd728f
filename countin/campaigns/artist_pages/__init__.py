"""An artist's page before any campaign: who they are, and the next date, from a file of its own."""
