"""Export, erasure and retention, gathered from all rooms below, and the privacy notice."""
