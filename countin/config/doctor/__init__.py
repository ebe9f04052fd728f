"""Is this installation fit for its next release day? Every finding says what to do."""
