package org.lakeside.server.lake.transfer;

import org.lakeside.rucio.client.Did;
import org.lakeside.server.lake.Problem;

/// A file of a download that did not come, and why.
public record FileFailure(Did did, Problem problem) {}
