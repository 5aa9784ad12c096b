"""Pages composed of what several services know."""
