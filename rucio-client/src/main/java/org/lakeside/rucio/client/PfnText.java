package org.lakeside.rucio.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// From a PFN as Rucio writes it to an address that can be opened.
///
/// Rucio joins host, prefix and name as they are: blanks, `#`, `?`, `%` and non-ASCII letters come raw (seen in
/// 41.5.1). So a `?` is part of the name, except in the four cases where it is known to begin a query.
final class PfnText {
    private static final Pattern PARTS = Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*)://([^/]*)(.*)", Pattern.DOTALL);
    private static final Pattern TRANSFER_HINT = Pattern.compile("&#multirange=(true|false)&nconnections=\\d+$");
    private static final Pattern SIGNED =
            Pattern.compile("\\?([^?#]*&)?(X-Amz-Signature|X-Goog-Signature|Signature|temp_url_sig)=[^?#]*$");
    private static final String MEMBER = "?xrdcl.unzip=";
    private static final String SRM_PATH = "?SFN=";

    private PfnText() {}

    /// Empty when this is no address at all, such as a `magnet:` link.
    static Optional<URI> parse(String pfn, boolean insideArchive) {
        // For xrootd and gfal only: how many connections to use.
        String text = TRANSFER_HINT.matcher(pfn).replaceFirst("");
        Matcher parts = PARTS.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        String path = parts.group(3);
        try {
            return Optional.of(
                    new URI(parts.group(1) + "://" + parts.group(2) + encoded(parts.group(1), path, insideArchive)));
        } catch (URISyntaxException _) {
            return Optional.empty();
        }
    }

    private static String encoded(String scheme, String path, boolean insideArchive) {
        Matcher signature = SIGNED.matcher(path);
        if (signature.find()) {
            return path; // whoever signed it has encoded it, and changing a character breaks the signature
        }
        if (insideArchive && path.contains(MEMBER)) {
            int member = path.lastIndexOf(MEMBER) + MEMBER.length();
            // Rucio does encode this one, as forms do, where a blank becomes a plus.
            String name = Percent.encode(path.substring(member).replace("+", "%20"), "/%");
            return plain(path.substring(0, member - MEMBER.length())) + MEMBER + name;
        }
        if (scheme.equals("srm") && path.contains(SRM_PATH)) {
            int name = path.indexOf(SRM_PATH) + SRM_PATH.length();
            return plain(path.substring(0, name - SRM_PATH.length())) + SRM_PATH + plain(path.substring(name));
        }
        return plain(path);
    }

    private static String plain(String path) {
        return Percent.encode(path, "/:@=,");
    }

    /// Back to what the catalogue has: raw, and without a signature.
    static String inCatalogue(URI pfn) {
        String query = pfn.getRawQuery();
        boolean srm = query != null && ("?" + query).startsWith(SRM_PATH);
        String path = srm ? pfn.getPath() + "?" + pfn.getQuery() : pfn.getPath();
        return pfn.getScheme() + "://" + pfn.getRawAuthority() + path;
    }
}
