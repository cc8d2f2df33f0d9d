package org.lakeside.rucio.client;

/// A file that a DID leads to, however deep. A file that can be reached in two ways comes twice.
///
/// @param checksums adler32 only: this list of Rucio's has no md5
public record FileInDid(Did did, long bytes, Checksums checksums) {}
