"""Synthetic twins of open data: files in the real shape, with made-up events. Needs numpy, awkward and uproot."""
