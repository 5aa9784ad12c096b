"""Interactions: who contacted whom, when, how, and what was agreed."""
