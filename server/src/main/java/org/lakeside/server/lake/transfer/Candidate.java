package org.lakeside.server.lake.transfer;

import java.time.Instant;
import java.util.Optional;

/// One source of one file, and what has been seen of it.
final class Candidate {
    private final Source source;
    private final Mover mover;
    private Optional<String> version = Optional.empty();
    private Instant notBefore = Instant.MIN;
    private String lastWords = "";
    private int failures;
    private boolean out;
    private boolean onlyWhole;
    private boolean sentWrongBytes;

    Candidate(Source source, Mover mover) {
        this.source = source;
        this.mover = mover;
    }

    Source source() {
        return source;
    }

    Mover mover() {
        return mover;
    }

    Optional<String> version() {
        return version;
    }

    Instant notBefore() {
        return notBefore;
    }

    String lastWords() {
        return lastWords;
    }

    int failures() {
        return failures;
    }

    boolean out() {
        return out;
    }

    boolean onlyWhole() {
        return onlyWhole;
    }

    boolean sentWrongBytes() {
        return sentWrongBytes;
    }

    /// What it calls the file in the state in which it sent some of it.
    void isOf(String seen) {
        version = Optional.of(seen);
    }

    void deliveredSome() {
        failures = 0;
    }

    void failed(String words) {
        lastWords = words;
        failures++;
    }

    void rest(Instant until) {
        notBefore = until;
    }

    void giveUp() {
        out = true;
    }

    void giveUp(String words) {
        if (lastWords.isEmpty()) lastWords = words;
        out = true;
    }

    void needsWhole() {
        onlyWhole = true;
    }

    void sentWrongBytes(String words) {
        lastWords = words;
        sentWrongBytes = true;
        out = true;
    }
}
