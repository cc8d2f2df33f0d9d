"""What is in the catalogue of the testbed's Rucio and on its storages, and how it gets there.

Knows Rucio's Python package and SQLite; starts no server (the script `lake` does).
"""
