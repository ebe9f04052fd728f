"""A mailbox for the demo: takes every mail by SMTP, keeps it in memory, shows it on a page."""
