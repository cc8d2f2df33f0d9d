package org.lakeside.server.unix;

import java.net.InetAddress;
import java.net.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.ConnectionSpec;
import okhttp3.OkHttpClient;

/// Makes the client of a service that listens on a Unix socket.
public final class UnixHttp {
    private UnixHttp() {}

    /// A client that has one host, whatever a URL says, and a connection for each request. It follows no redirect,
    /// tries nothing twice, and fails with a [NobodyThereException] when there is no listener.
    ///
    /// There is one request to a connection, and yet it does not ask for `Connection: close`: Jetty would then
    /// end an answer of unknown length with the connection, and one that is cut would look whole.
    ///
    /// @param silence how long the service may take nothing and send nothing before the request is given up
    public static OkHttpClient client(Path socket, Duration silence) {
        return new OkHttpClient.Builder()
                .socketFactory(new UnixSocketFactory(socket))
                .dns(host -> List.of(InetAddress.getByAddress(host, new byte[] {127, 0, 0, 1})))
                .connectionSpecs(List.of(ConnectionSpec.CLEARTEXT)) // or the CAs of the system are read for nothing
                .proxy(Proxy.NO_PROXY)
                .connectionPool(new ConnectionPool(0, 1, TimeUnit.MILLISECONDS))
                .fastFallback(false) // connects on the caller's thread, which can be interrupted
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .connectTimeout(silence)
                .writeTimeout(silence)
                .readTimeout(silence)
                .build();
    }
}
