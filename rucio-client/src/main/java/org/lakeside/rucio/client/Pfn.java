package org.lakeside.rucio.client;

import java.net.URI;

/// The address that opens one replica.
///
/// @param uri percent-encoded; Rucio itself sends names raw, blanks, `#` and `?` included
/// @param rseType DISK or TAPE
/// @param domain `lan`, `wan`, or `zip` for a member of an archive
/// @param priority 1 is the one Rucio recommends
/// @param insideArchive the address opens an archive, of which the file asked for is one member
public record Pfn(URI uri, String rse, String rseType, String domain, int priority, boolean insideArchive) {}
