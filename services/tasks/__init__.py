"""The tasks service: tasks, their types, history notes, the board and the agenda."""
