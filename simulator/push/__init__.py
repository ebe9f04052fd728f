"""A push service and the browsers behind it, by RFC 8030, 8291 and 8292: every message is really
opened, and its sender really checked."""
