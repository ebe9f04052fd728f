"""The door for fans: the landing page, the way to a service and back, reminders, a fan's own
page. Owns no tables."""
