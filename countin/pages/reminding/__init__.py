"""To be written to or notified: reminders, an artist's list, news, and leaving them."""
