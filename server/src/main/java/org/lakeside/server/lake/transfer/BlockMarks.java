package org.lakeside.server.lake.transfer;

/// How much of a growing file is here, as it is remembered: bit sets, lowest bit first.
///
/// @param durable blocks that have reached the disk
/// @param young blocks that have been written, and are there as long as the machine keeps running
/// @param boot id of the machine's start under which `young` was written
/// @param sums adler32 of each block, four bytes each, big-endian
@SuppressWarnings("ArrayRecordComponent") // on its way to a blob; nobody compares it
public record BlockMarks(long blockSize, byte[] durable, byte[] young, String boot, byte[] sums) {}
