"""Clients from a file: what it holds, whom its rows mean, and what became of them."""
