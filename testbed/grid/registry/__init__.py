"""What the grid adds to the catalogue of a lake: identities with certificates and tokens, storages that want them, files on these."""
