package org.lakeside.auth.x509.trust;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.lakeside.auth.x509.Dn;

/// Globus' `HASH.signing_policy`:
///
/// ```
/// access_id_CA   X509    '/C=XY/CN=Some CA'
/// pos_rights     globus  CA:sign
/// cond_subjects  globus  '"/C=XY/O=Lab/*" "/C=XY/O=Other Lab/*"'
/// ```
///
/// `*` stands for anything, `?` for one character. Upper and lower case are the same, as they are in certificates.
final class SigningPolicy implements NamePolicy {
    private static final Pattern LINE =
            Pattern.compile("^\\s*(access_id_CA|pos_rights|neg_rights|cond_subjects)\\s+(\\S+)\\s+(.+?)\\s*$");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private static final class Entry {
        private final String issuer;
        private final List<Pattern> subjects = new ArrayList<>();
        private boolean maySign;

        private Entry(String issuer) {
            this.issuer = issuer;
        }
    }

    private final Dn self;
    private final List<Entry> entries = new ArrayList<>();

    private SigningPolicy(Dn self) {
        this.self = self;
    }

    /// @param self the authority whose file it is
    static SigningPolicy parse(String text, Dn self) {
        var policy = new SigningPolicy(self);
        for (String line : text.split("\\R", -1)) {
            Matcher parts = LINE.matcher(line);
            if (parts.matches()) policy.add(parts.group(1), parts.group(3));
        }
        return policy;
    }

    private void add(String keyword, String value) {
        if (keyword.equals("access_id_CA")) {
            entries.add(new Entry(unquoted(value)));
            return;
        }
        if (entries.isEmpty()) return;
        Entry entry = entries.getLast();
        switch (keyword) {
            case "pos_rights" -> entry.maySign = unquoted(value).equals("CA:sign");
            case "neg_rights" -> entry.maySign = false;
            default -> {
                for (String subject : subjects(value)) entry.subjects.add(glob(subject));
            }
        }
    }

    private static List<String> subjects(String value) {
        if (!value.startsWith("'")) return List.of(unquoted(value));
        String inside = unquoted(value);
        var found = QUOTED.matcher(inside).results().map(each -> each.group(1)).toList();
        return found.isEmpty() ? List.of(inside) : found;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2
                && (value.startsWith("'") || value.startsWith("\""))
                && value.endsWith(value.substring(0, 1));
        return quoted ? value.substring(1, value.length() - 1).strip() : value;
    }

    private static Pattern glob(String glob) {
        var regex = new StringBuilder();
        for (char c : Dn.modern(glob).toCharArray())
            switch (c) {
                case '*' -> regex.append(".*");
                case '?' -> regex.append('.');
                default -> regex.append(Pattern.quote(String.valueOf(c)));
            }
        return Pattern.compile(regex.toString(), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
    }

    @Override
    public boolean speaks() {
        return entries.stream().anyMatch(entry -> self.isWritten(entry.issuer));
    }

    @Override
    public Opinion of(Dn issuer, Dn subject) {
        var opinion = issuer.equals(self) ? Opinion.FORBIDS : Opinion.SILENT;
        for (Entry entry : entries)
            if (issuer.isWritten(entry.issuer)) {
                if (entry.maySign && entry.subjects.stream().anyMatch(pattern -> matches(pattern, subject)))
                    return Opinion.PERMITS;
                opinion = Opinion.FORBIDS;
            }
        return opinion;
    }

    static boolean matches(Pattern pattern, Dn subject) {
        return pattern.matcher(subject.slashed()).matches()
                || pattern.matcher(subject.oneline()).matches();
    }
}
