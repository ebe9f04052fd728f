"""Apple Music: the API, the consent pop-up and the script for the page."""
