package org.lakeside.rucio.client;

/// Where a call gets its token from. Asked anew for every request, so that a renewed token is used at once.
public interface TokenSource {
    /// A token that is believed to be good.
    RucioToken token();

    /// Rucio refused this token; give another. Called at most once for a call. Throw when there is none: the
    /// exception reaches the caller as it is.
    RucioToken renewed(RucioToken refused);
}
