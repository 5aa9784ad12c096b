"""Identity: the people of the house, where they work, and how they sign in."""
