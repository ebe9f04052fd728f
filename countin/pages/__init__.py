"""What a fan sees: landing page, connecting, reminders, and the fan's own page. Owns no tables."""
