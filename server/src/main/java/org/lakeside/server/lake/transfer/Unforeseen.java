package org.lakeside.server.lake.transfer;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.lakeside.server.lake.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A failure that nobody thought of: into the log under a number, and the number to the user.
final class Unforeseen {
    private static final Logger log = LoggerFactory.getLogger(Unforeseen.class);

    private Unforeseen() {}

    static Problem problem(String doing, Throwable why) {
        String report = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
        log.error("report {}: {}", report, doing, why);
        return new Problem(
                        Problem.Kind.UNFORESEEN,
                        "Something went wrong that we did not foresee (report %s).".formatted(report),
                        "Try again; if it happens again, look for the report in the service's log.")
                .with(Problem.REPORT, report);
    }
}
