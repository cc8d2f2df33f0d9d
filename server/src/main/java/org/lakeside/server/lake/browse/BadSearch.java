package org.lakeside.server.lake.browse;

import org.lakeside.server.lake.LakeException;
import org.lakeside.server.lake.Problem;
import org.lakeside.server.lake.Problem.Kind;

/// What somebody typed cannot be searched for.
final class BadSearch {
    private static final int SHOWN = 60;

    private BadSearch() {}

    /// @param at where in the text
    /// @param instead what to type
    static LakeException at(int at, String what, String instead) {
        return new LakeException(new Problem(Kind.BAD_SEARCH, what, instead).with(Problem.AT, at));
    }

    /// As much of a text as fits into a sentence.
    static String shown(String text) {
        var line = text.replaceAll("\\p{Cntrl}+", " ");
        return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
    }
}
