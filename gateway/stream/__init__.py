"""The event stream: what changes, told to whoever may see it, as it happens."""
