"""To whom we may write, and what was sent: reminders, their mails, calendar entries.
Knows addresses only through `fans`, and never writes one to a log."""
