"""Pages for the organizer's own people: trials, and accounts that go first."""
