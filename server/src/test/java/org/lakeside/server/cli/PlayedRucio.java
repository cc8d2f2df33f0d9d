package org.lakeside.server.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.RecordedRequest;
import org.lakeside.server.RucioSays;

/// A web server's answers in the forms that Rucio 41.5.1 was recorded with: account alice, one dataset `data:ok` of
/// two files, and the storage that has them.
final class PlayedRucio extends Dispatcher {
    static final String ONE = "first file\n";
    static final String TWO = "second file\n";

    private final Map<String, MockResponse> instead = new LinkedHashMap<>();

    /// Another answer to all requests whose path begins so.
    void answerInstead(String path, MockResponse answer) {
        instead.put(path, answer);
    }

    /// The content of `data:ok`, of a catalogue that was never told its checksums.
    static MockResponse contentWithoutChecksums() {
        return rows((file("one", ONE, true) + "\n" + file("two", TWO, true)).replaceAll(", \"adler32\": \"\\w+\"", ""));
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) {
        String path = request.getUrl().encodedPath();
        return instead.entrySet().stream()
                .filter(entry -> path.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseGet(() -> usual(request, path));
    }

    private static MockResponse usual(RecordedRequest request, String path) {
        return switch (path) {
            case "/auth/userpass" -> login(request);
            case "/accounts/alice/scopes/" -> json("[\"data\"]");
            case "/dids/data/dids/search" -> rows(row("ok", "DATASET", 23, 2, "did_type"));
            case "/dids/data/ok/status" -> json(row("ok", "DATASET", 23, 2, "type"));
            case "/dids/data/one/status" -> json(row("one", "FILE", 11, 1, "type"));
            case "/dids/data/ok/dids" -> rows(file("one", ONE, true) + "\n" + file("two", TWO, true));
            case "/dids/data/ok/files" -> rows(file("one", ONE, false) + "\n" + file("two", TWO, false));
            case "/replicas/list" -> rows(replica(request, "one", ONE) + "\n" + replica(request, "two", TWO));
            case "/storage/one" -> bytes(request, ONE);
            case "/storage/two" -> bytes(request, TWO);
            default -> notFound(path);
        };
    }

    private static MockResponse login(RecordedRequest request) {
        String password = request.getHeaders().get("X-Rucio-Password");
        if (!"secret".equals(password)) {
            return RucioSays.no(
                    401, "CannotAuthenticate", "Cannot authenticate to account alice with given credentials");
        }
        if ("both".equals(request.getHeaders().get("X-Rucio-Username"))
                && request.getHeaders().get("X-Rucio-Account") == null) {
            return new MockResponse.Builder()
                    .code(206)
                    .addHeader("X-Rucio-Auth-Accounts", "alice,bob")
                    .body("[\"alice\", \"bob\"]")
                    .build();
        }
        return RucioSays.welcome("alice", "alice-alice-unknown-0123456789abcdef");
    }

    private static MockResponse notFound(String path) {
        String did = path.replaceFirst("/dids/([^/]+)/([^/]+)/.*", "$1:$2");
        return RucioSays.no(404, "DataIdentifierNotFound", "Data identifier '%s' not found".formatted(did));
    }

    private static MockResponse json(String body) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/json")
                .body(body)
                .build();
    }

    private static MockResponse rows(String rows) {
        return new MockResponse.Builder()
                .addHeader("Content-Type", "application/x-json-stream")
                .chunkedBody(rows + "\n", 100)
                .build();
    }

    /// With ranges, as web servers have them.
    private static MockResponse bytes(RecordedRequest request, String content) {
        String range = request.getHeaders().get("Range");
        MockResponse.Builder answer = new MockResponse.Builder().addHeader("Accept-Ranges", "bytes");
        if (range == null) {
            return answer.body(content).build();
        }
        String[] ends = range.replace("bytes=", "").split("-", -1);
        int first = Integer.parseInt(ends[0]);
        int last = ends[1].isEmpty() ? content.length() - 1 : Math.min(Integer.parseInt(ends[1]), content.length() - 1);
        return answer.code(206)
                .addHeader("Content-Range", "bytes %d-%d/%d".formatted(first, last, content.length()))
                .body(content.substring(first, last + 1))
                .build();
    }

    private static String row(String name, String type, int bytes, int files, String typeKey) {
        return "{\"scope\": \"data\", \"name\": \"%s\", \"%s\": \"%s\", \"account\": \"root\", \"open\": false, \"bytes\": %d, \"length\": %d}"
                .formatted(name, typeKey, type, bytes, files);
    }

    private static String file(String name, String content, boolean typed) {
        return "{\"scope\": \"data\", \"name\": \"%s\"%s, \"bytes\": %d, \"adler32\": \"%s\"}"
                .formatted(name, typed ? ", \"type\": \"FILE\"" : "", content.length(), adler32(content));
    }

    private static String replica(RecordedRequest request, String name, String content) {
        String address = request.getUrl().resolve("/storage/" + name).toString();
        return ("{\"scope\": \"data\", \"name\": \"%s\", \"bytes\": %d, \"adler32\": \"%s\", \"md5\": null, \"pfns\": {\"%s\":"
                        + " {\"rse\": \"OPEN\", \"type\": \"DISK\", \"domain\": \"wan\", \"priority\": 1}}, \"states\": {\"OPEN\": \"AVAILABLE\"}}")
                .formatted(name, content.length(), adler32(content), address);
    }

    private static String adler32(String content) {
        java.util.zip.Adler32 sum = new java.util.zip.Adler32();
        sum.update(content.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return "%08x".formatted(sum.getValue());
    }
}
