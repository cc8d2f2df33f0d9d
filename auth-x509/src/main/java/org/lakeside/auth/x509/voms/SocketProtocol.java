package org.lakeside.auth.x509.voms;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSocket;

/// XML on a TLS socket, as VOMS servers have it from the beginning. What the packaged server of Debian 12 speaks
/// only.
final class SocketProtocol {
    private static final int LARGEST = 1 << 20;

    private final Duration limit;

    SocketProtocol(Duration limit) {
        this.limit = limit;
    }

    AnswerText ask(Question question, BreakOff breakOff) throws IOException {
        VomsServer server = question.server();
        try (var plain = new Socket()) {
            breakOff.by(plain);
            plain.connect(new InetSocketAddress(server.host(), server.port()), (int) limit.toMillis());
            plain.setSoTimeout((int) limit.toMillis());
            var socket = (SSLSocket)
                    question.identity().socketFactory().createSocket(plain, server.host(), server.port(), true);
            var parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS"); // a socket alone compares no names
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            // In one record: the byte 0 that old clients send first would have to be a record of its own; it may be
            // left out.
            socket.getOutputStream().write(xml(question.request(), server).getBytes(US_ASCII));
            socket.getOutputStream().flush();
            return new AnswerText(new String(socket.getInputStream().readNBytes(LARGEST), UTF_8));
        }
    }

    private static String xml(VomsRequest request, VomsServer server) {
        String commands = commands(request, server).stream()
                .map(command -> "<command>" + command + "</command>")
                .collect(Collectors.joining());
        String order = request.fqans().stream()
                .map(fqan -> fqan.group() + fqan.role().map(role -> ":" + role).orElse(""))
                .collect(Collectors.joining(","));
        return "<?xml version=\"1.0\" encoding=\"US-ASCII\"?><voms>%s%s<base64>1</base64><version>4</version><lifetime>%d</lifetime></voms>"
                .formatted(
                        commands,
                        order.isEmpty() ? "" : "<order>" + order + "</order>",
                        request.life().toSeconds());
    }

    private static List<String> commands(VomsRequest request, VomsServer server) {
        if (request.everything()) return List.of("A");
        var commands = new ArrayList<String>();
        for (Fqan fqan : request.fqans())
            commands.add(
                    fqan.role().map(role -> "B" + fqan.group() + ":" + role).orElse("G" + fqan.group()));
        if (commands.isEmpty()) commands.add("G/" + server.vo());
        return commands;
    }
}
