"""Who a fan is to us: keys to their own page, e-mail address, connections, sealed grants,
and the words they agreed to."""
