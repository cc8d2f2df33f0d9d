package org.lakeside.auth.x509.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.lakeside.auth.x509.Dn;

/// EUGridPMA's `HASH.namespaces`:
///
/// ```
/// TO Issuer "/C=XY/CN=Some CA" \
///   PERMIT Subject "/C=XY/O=Lab/.*"
/// TO Issuer SELF DENY Subject "/C=XY/O=Lab/CN=root"
/// ```
///
/// Names are regular expressions. What is denied once stays denied.
final class Namespaces implements NamePolicy {
    private static final Pattern RULE = Pattern.compile(
            "TO\\s+Issuer\\s+(?:\"(?<issuer>[^\"]*)\"|(?<self>SELF))\\s+(?<what>PERMIT|DENY)\\s+Subject\\s+\"(?<subject>[^\"]*)\"",
            Pattern.CASE_INSENSITIVE);

    /// @param issuer empty for `SELF`
    private record Rule(String issuer, boolean permits, Pattern subject) {}

    private final Dn self;
    private final List<Rule> rules = new ArrayList<>();

    private Namespaces(Dn self) {
        this.self = self;
    }

    /// @param self the authority whose file it is
    static Namespaces parse(String text, Dn self) {
        var namespaces = new Namespaces(self);
        String joined = text.replaceAll("(?m)^\\s*#.*$", "").replaceAll("\\\\\\s*\\R", " ");
        Matcher rules = RULE.matcher(joined);
        while (rules.find()) {
            String issuer = rules.group("self") != null ? "" : rules.group("issuer");
            boolean permits = rules.group("what").equalsIgnoreCase("PERMIT");
            namespaces.rules.add(new Rule(issuer, permits, regex(rules.group("subject"), permits)));
        }
        return namespaces;
    }

    /// A rule that is no regular expression permits nothing, or denies everything.
    private static Pattern regex(String subject, boolean permits) {
        try {
            return Pattern.compile(Dn.modern(subject), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
        } catch (PatternSyntaxException e) {
            return Pattern.compile(permits ? "(?!)" : ".*");
        }
    }

    /// A file may leave the authority itself to its signing policy, and speak of those below it only.
    @Override
    public boolean speaks() {
        return !rules.isEmpty();
    }

    @Override
    public Opinion of(Dn issuer, Dn subject) {
        var about = rules.stream()
                .filter(rule -> rule.issuer.isEmpty() ? issuer.equals(self) : issuer.isWritten(rule.issuer))
                .toList();
        if (about.isEmpty()) return !speaks() && issuer.equals(self) ? Opinion.FORBIDS : Opinion.SILENT;
        boolean denied = about.stream().anyMatch(rule -> !rule.permits && SigningPolicy.matches(rule.subject, subject));
        boolean permitted =
                about.stream().anyMatch(rule -> rule.permits && SigningPolicy.matches(rule.subject, subject));
        return permitted && !denied ? Opinion.PERMITS : Opinion.FORBIDS;
    }
}
