"""How fast we may talk to a service: one account row each, its cooldown and its pause.
Every call to a service passes its gate."""
