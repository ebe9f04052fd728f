"""What comes in while a campaign is open: every part as rows, for the page and for CSV alike."""
