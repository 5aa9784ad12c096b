"""Follow-ups: who waits to be contacted again, when, and by whom."""
