package org.lakeside.server.lake.transfer;

import java.nio.file.Path;
import java.util.Optional;

/// One file, and what is here of it.
///
/// @param path where it lies; only when it is complete, and verified unless `state` says otherwise
public record LocalFile(StoredFile file, LocalState state, Optional<Path> path) {}
