package org.lakeside.server.lake.transfer;

import java.util.List;
import java.util.Locale;

/// Sizes as people read them.
final class Amount {
    private static final List<String> UNITS = List.of("bytes", "kB", "MB", "GB", "TB", "PB");

    private Amount() {}

    static String of(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < UNITS.size() - 1) {
            value /= 1000;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS.get(unit));
    }
}
