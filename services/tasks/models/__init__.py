"""The tables of tasks and the rules they obey."""
