package org.lakeside.server.rucio;

/// What a call is for. It may begin while fewer than so many others are under way at its instance: whatever searches
/// are doing, there is room for looking at one thing; whatever people look at, for downloads; and always for logins.
enum Errand {
    /// Rows that come for as long as they are read.
    LIST(8),
    /// One short answer.
    LOOK(10),
    /// What downloads need to know.
    TRANSFER(12),
    /// Nobody is kept from logging in by what is known of an instance: perhaps it is somebody else who answers there.
    LOGIN(14);

    /// Twice as many as Rucio's operators recommend, because most end at once.
    static final int MOST = LOGIN.limit;

    private final int limit;

    Errand(int limit) {
        this.limit = limit;
    }

    int limit() {
        return limit;
    }
}
