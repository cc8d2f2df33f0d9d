package org.lakeside.server.lake.identity;

import java.util.Locale;

/// What a person should know of a login before, or because, it does not go on.
///
/// @param action what the button beside it does
public record Warning(Kind kind, String detail, String remedy, Action action) {
    public enum Kind {
        /// It ends, and nobody renews it.
        ENDS_SOON,
        /// It should have been renewed by now.
        NOT_RENEWED,
        /// The certificate behind it ends in some days.
        CERTIFICATE_ENDS,
        /// It is over.
        ENDED,
        /// A login in the browser came to nothing.
        BROWSER_FAILED;

        /// Its stable name.
        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    public enum Action {
        RENEW,
        LOG_IN,
        NONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }
}
