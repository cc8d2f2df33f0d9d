package org.lakeside.rucio.client;

import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Changes to what the catalogue knows of replicas: `/replicas`.
public final class ReplicaChanges {
    /// What the databases behind Rucio take in one transaction.
    private static final int CHUNK = 500;

    private static final Json<JsonNode> OBJECT = Json.of(JsonNode.class);

    private final Server server;

    ReplicaChanges(Server server) {
        this.server = server;
    }

    /// Makes files on an RSE known, and the files themselves where the catalogue does not have them. 500 at a time,
    /// each time all or none; what is known already stays as it is.
    ///
    /// For a file that the catalogue has, Rucio does not compare size and checksum with what is said here (41.5.1):
    /// ask for its metadata first.
    ///
    /// @throws RucioException of kind `NOT_PERMITTED` for a scope or an RSE that is not open to the account;
    /// `BAD_REQUEST` for a PFN that is not the one the RSE would have; `UNAVAILABLE` when nothing may be
    /// written there
    public void add(TokenSource tokens, String rse, List<NewReplica> replicas) {
        Asking asking = server.asking(
                tokens,
                "registering %s on %s"
                        .formatted(
                                Server.shown(
                                        replicas.stream().map(NewReplica::file).toList()),
                                Server.shown(rse)));
        for (List<NewReplica> chunk : Server.chunks(replicas, CHUNK)) {
            List<ReplicaChangeJson.FileJson> files = chunk.stream()
                    .map(one -> ReplicaChangeJson.FileJson.of(one, ReplicaState.AVAILABLE))
                    .toList();
            asking.send("POST", server.at("replicas"), new ReplicaChangeJson(rse, files).bytes());
        }
    }

    /// Says how replicas on an RSE are; rules that wait for them go on. A privilege of administrators on many servers
    /// (41.5.1, generic policy).
    public void update(TokenSource tokens, String rse, List<Did> files, ReplicaState state) {
        Asking asking = server.asking(
                tokens, "changing the state of %s on %s".formatted(Server.shown(files), Server.shown(rse)));
        for (List<Did> chunk : Server.chunks(files, CHUNK)) {
            List<ReplicaChangeJson.FileJson> changed = chunk.stream()
                    .map(one -> ReplicaChangeJson.FileJson.of(one, state))
                    .toList();
            asking.send("PUT", server.at("replicas"), new ReplicaChangeJson(rse, changed).bytes());
        }
    }

    /// Tells Rucio that replicas could not be read, or were not what the catalogue says. Everybody may; when enough
    /// people say so the operators look. Rucio finds the file by its address, which for the scopes of users
    /// and groups it does not manage, nor for names with `#` or `?` (41.5.1): those are among the refused.
    ///
    /// @param pfns as in [Pfn#uri]
    /// @return by RSE, in Rucio's words, which of them could not be taken down; empty when all were
    public Map<String, List<String>> declareSuspicious(TokenSource tokens, List<URI> pfns, String reason) {
        Asking asking = server.asking(tokens, "declaring %d replicas suspicious".formatted(pfns.size()));
        Map<String, List<String>> refused = new LinkedHashMap<>();
        for (List<URI> chunk : Server.chunks(pfns, CHUNK)) {
            JsonNode answer = asking.change(
                    "POST",
                    server.at("replicas", "suspicious"),
                    SuspiciousJson.of(chunk, reason),
                    response -> OneValue.read(asking.doing(), response, OBJECT, json -> json));
            answer.properties().forEach(one -> {
                List<String> words = refused.computeIfAbsent(one.getKey(), _ -> new ArrayList<>());
                one.getValue().forEach(word -> words.add(Plain.text(word.asString(""), 500)));
            });
        }
        return refused;
    }
}
