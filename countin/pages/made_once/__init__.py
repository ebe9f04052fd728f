"""Pages that are the same for all are made once, and handed out."""
