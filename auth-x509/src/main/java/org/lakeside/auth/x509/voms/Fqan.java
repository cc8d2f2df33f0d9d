package org.lakeside.auth.x509.voms;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A group of a VO, perhaps with a role in it: `/escape/cms`, `/escape/cms/Role=production`. "Fully qualified
/// attribute name".
///
/// @param group begins with the VO's name
public record Fqan(String group, Optional<String> role) {
    private static final Pattern FORM = Pattern.compile(
            "(?<group>(/[A-Za-z0-9._-]+)+)(/Role=(?<role>[A-Za-z0-9._-]+))?(/Capability=[A-Za-z0-9._-]+)?");

    public Fqan {
        if (!FORM.matcher(group).matches()
                || role.filter(name -> !name.matches("[A-Za-z0-9._-]+")).isPresent())
            throw new IllegalArgumentException(
                    "not a VOMS group and role: '%s' '%s'".formatted(group, role.orElse("")));
    }

    /// VOMS itself writes `/Role=NULL/Capability=NULL` where there is none, and has given up capabilities.
    public static Optional<Fqan> parse(String text) {
        Matcher form = FORM.matcher(text.strip());
        if (!form.matches()) return Optional.empty();
        Optional<String> role = Optional.ofNullable(form.group("role")).filter(name -> !name.equals("NULL"));
        return Optional.of(new Fqan(form.group("group"), role));
    }

    /// Its VO.
    public String vo() {
        return group.split("/", 3)[1];
    }

    @Override
    public String toString() {
        return group + role.map(name -> "/Role=" + name).orElse("");
    }
}
