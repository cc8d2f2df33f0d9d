"""Checks of the grid half: what grid/README.md promises, tried on a grid that runs."""
