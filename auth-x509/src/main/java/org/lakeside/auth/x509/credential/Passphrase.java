package org.lakeside.auth.x509.credential;

import java.util.Arrays;

/// What opens an encrypted key, until [#close] overwrites it.
public final class Passphrase implements AutoCloseable {
    private final char[] chars;
    private final boolean given;

    private Passphrase(char[] chars, boolean given) {
        this.chars = chars;
        this.given = given;
    }

    /// Of a copy: whoever made it clears the array it came from.
    public static Passphrase of(char[] chars) {
        return takingOver(chars.clone());
    }

    /// Of this very array, which is overwritten with it.
    public static Passphrase takingOver(char[] chars) {
        return new Passphrase(chars, true);
    }

    /// Nobody has been asked for one. An empty passphrase is something else: some PKCS#12 files have that.
    public static Passphrase none() {
        return new Passphrase(new char[0], false);
    }

    public boolean given() {
        return given;
    }

    char[] chars() {
        return chars;
    }

    @Override
    public void close() {
        Arrays.fill(chars, '\0');
    }

    @Override
    public String toString() {
        return given ? "a passphrase" : "no passphrase";
    }
}
