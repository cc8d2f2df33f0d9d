package org.lakeside.rucio.client;

/// A user name and a password, as Rucio's own accounts have them.
public record UserPassword(String username, String password) {
    @Override
    public String toString() {
        return "user %s with a password".formatted(username);
    }
}
