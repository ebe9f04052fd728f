"""What a fan can ask of us: everything held about them, and its end. Keeps the retention
written in docs/privacy.md, and writes the privacy notice from the same page."""
