"""What to expect, by the organizer's own earlier campaigns; kept the day before, scored later."""
