package org.lakeside.auth.x509.credential;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.lakeside.auth.x509.X509Exception.Kind.DAMAGED;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.lakeside.auth.x509.X509Exception;

/// What stands between `-----BEGIN X-----` and `-----END X-----`, decoded. Whatever stands around such blocks is a
/// comment.
///
/// Works on bytes, because a String of a key could not be overwritten.
final class PemBlock {
    private static final int MOST = 200;
    private static final byte[] BEGIN = bytes("-----BEGIN ");
    private static final byte[] DASHES = bytes("-----");

    private final String type;
    private final Map<String, String> headers;
    private final byte[] der;

    private PemBlock(String type, Map<String, String> headers, byte[] der) {
        this.type = type;
        this.headers = headers;
        this.der = der;
    }

    static boolean anyIn(byte[] content) {
        return find(BEGIN, content, 0) >= 0;
    }

    /// All blocks of a file, in its order.
    ///
    /// @param name of the file, for messages
    static List<PemBlock> all(String name, byte[] content) {
        var blocks = new ArrayList<PemBlock>();
        try {
            collect(name, content, blocks);
            return blocks;
        } catch (X509Exception e) {
            blocks.forEach(PemBlock::clear);
            throw e;
        }
    }

    private static void collect(String name, byte[] content, List<PemBlock> blocks) {
        int at = 0;
        while ((at = find(BEGIN, content, at)) >= 0) {
            int typeEnds = find(DASHES, content, at + BEGIN.length);
            if (typeEnds < 0 || typeEnds - at > 100)
                throw new X509Exception(DAMAGED, "%s is cut off in a BEGIN line. Copy it again.".formatted(name));
            String type = new String(content, at + BEGIN.length, typeEnds - at - BEGIN.length, ISO_8859_1);
            int bodyBegins = typeEnds + DASHES.length;
            int bodyEnds = find(bytes("-----END " + type + "-----"), content, bodyBegins);
            if (bodyEnds < 0)
                throw new X509Exception(
                        DAMAGED, "%s is cut off: there is no END line to '%s'. Copy it again.".formatted(name, type));
            blocks.add(block(name, type, content, bodyBegins, bodyEnds));
            if (blocks.size() > MOST)
                throw new X509Exception(
                        DAMAGED, "%s has more than %d blocks: it is no credential.".formatted(name, MOST));
            at = bodyEnds + DASHES.length;
        }
    }

    private static PemBlock block(String name, String type, byte[] content, int from, int to) {
        var headers = new HashMap<String, String>();
        int body = skipHeaders(content, from, to, headers);
        byte[] text = Arrays.copyOfRange(content, body, to);
        try {
            byte[] der = Base64.getMimeDecoder().decode(text); // ignores line ends and blanks
            if (der.length == 0) throw new IllegalArgumentException("nothing in it");
            return new PemBlock(type, headers, der);
        } catch (IllegalArgumentException e) {
            throw new X509Exception(
                    DAMAGED, "The block '%s' in %s is damaged: it is not base64. Copy it again.".formatted(type, name));
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /// `Name: value` lines, then an empty one; base64 has no colon, so most blocks have none.
    private static int skipHeaders(byte[] content, int from, int to, Map<String, String> headers) {
        int at = from;
        while (true) {
            while (at < to && content[at] <= ' ' && content[at] >= 0) at++;
            int end = at;
            int colon = -1;
            while (end < to && content[end] != '\n' && content[end] != '\r') {
                if (content[end] == ':' && colon < 0) colon = end;
                end++;
            }
            if (colon < 0) return at;
            headers.put(
                    new String(content, at, colon - at, ISO_8859_1).strip(),
                    new String(content, colon + 1, end - colon - 1, ISO_8859_1).strip());
            at = end;
        }
    }

    private static int find(byte[] wanted, byte[] in, int from) {
        for (int i = from; i <= in.length - wanted.length; i++)
            if (Arrays.equals(in, i, i + wanted.length, wanted, 0, wanted.length)) return i;
        return -1;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    String type() {
        return type;
    }

    /// Such as `DEK-Info` of older encrypted keys; empty if there is none of that name.
    String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /// The content itself, not a copy: [#clear] overwrites it.
    byte[] der() {
        return der;
    }

    boolean isCertificate() {
        return type.equals("CERTIFICATE") || type.equals("X509 CERTIFICATE") || type.equals("TRUSTED CERTIFICATE");
    }

    boolean isKey() {
        return type.endsWith("PRIVATE KEY");
    }

    boolean isEncrypted() {
        return type.equals("ENCRYPTED PRIVATE KEY") || header("Proc-Type").endsWith("ENCRYPTED");
    }

    void clear() {
        Arrays.fill(der, (byte) 0);
    }

    @Override
    public String toString() {
        return "PEM block " + type;
    }
}
