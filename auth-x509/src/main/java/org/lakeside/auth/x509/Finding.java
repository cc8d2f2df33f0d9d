package org.lakeside.auth.x509;

import java.util.List;
import org.lakeside.auth.x509.X509Exception.Kind;

/// One thing that is wrong with what was checked. A check gives all of them, so that a person can mend all at once.
///
/// @param sentence what is wrong and what to do about it, for a person
public record Finding(Kind kind, String sentence) {
    /// Throws the first of them; does nothing if there is none.
    public static void throwFirst(List<Finding> findings) {
        if (!findings.isEmpty())
            throw new X509Exception(
                    findings.getFirst().kind(), findings.getFirst().sentence());
    }
}
