"""A mail service that takes mail over HTTP, after Postmark's documentation of its e-mail API
(https://postmarkapp.com/developer/api/email-api)."""
