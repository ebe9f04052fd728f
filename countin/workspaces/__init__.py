"""The organizer's side of the ground: workspaces, and the alarms raised for them."""
