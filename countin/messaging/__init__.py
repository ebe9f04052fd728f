"""To whom we may write, and what was sent. Owns reminders and the mails they need."""
