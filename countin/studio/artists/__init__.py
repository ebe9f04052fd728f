"""Artists: their list and senders, their own page, domain and pixels."""
