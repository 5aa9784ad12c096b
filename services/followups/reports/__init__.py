"""What the manager wants to know: who waits for too long, and who is not waited for at all."""
