"""Who belongs to a workspace, how they come in, and what the log says of them."""
