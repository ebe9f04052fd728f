"""People who agreed elsewhere to hear from an artist: read from a CSV file, with their proof."""
