package org.lakeside.rucio.client;

import java.io.IOException;
import okhttp3.MediaType;
import okhttp3.RequestBody;
import okio.BufferedSink;

/// The body of a change. OkHttp sends a request anew, without a word, over another connection when the first one
/// breaks; unless its body is of this kind.
final class OnceOnly extends RequestBody {
    private final byte[] json;

    OnceOnly(byte[] json) {
        this.json = json.clone();
    }

    @Override
    public MediaType contentType() {
        return RucioClient.JSON;
    }

    /// Told beforehand: Rucio's usual web server refuses bodies in chunks.
    @Override
    public long contentLength() {
        return json.length;
    }

    @Override
    public boolean isOneShot() {
        return true;
    }

    @Override
    public void writeTo(BufferedSink sink) throws IOException {
        sink.write(json);
    }
}
