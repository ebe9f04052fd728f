"""The promise: pre-saves, the follow asked apart, every change of state, and the
authorization under way. Knows which grants are still needed."""
