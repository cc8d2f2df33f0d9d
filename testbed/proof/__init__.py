"""Checks of the testbed itself: what its README promises, tried on a lake that runs. Standard library only."""
