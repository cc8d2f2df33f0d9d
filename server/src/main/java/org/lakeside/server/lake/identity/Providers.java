package org.lakeside.server.lake.identity;

/// Identity providers that can be asked for tokens.
@FunctionalInterface
public interface Providers {
    TokenPlace refreshing(Refreshable with);
}
