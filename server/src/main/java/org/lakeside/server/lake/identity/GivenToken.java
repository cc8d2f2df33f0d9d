package org.lakeside.server.lake.identity;

import org.lakeside.rucio.client.BearerToken;

/// A token that was handed in as text: it ends when it ends.
public record GivenToken(String name, String text) implements TokenPlace {
    @Override
    public BearerToken read() {
        return TokenFile.parse(text, name);
    }

    @Override
    public String toString() {
        return "token from " + name;
    }
}
