package org.lakeside.server.lake.browse;

import org.lakeside.rucio.client.SearchType;

/// What a list is the answer to. A cursor is good for its own question only: another account may not see the same.
record Question(String instance, String account, String what) {
    static Question content(Shelf.Title title) {
        return new Question(title.instance(), title.account(), "content " + title.did());
    }

    static Question search(String instance, String account, SearchType type, String text) {
        return new Question(instance, account, "search " + type + " " + text);
    }
}
