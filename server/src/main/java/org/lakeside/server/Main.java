package org.lakeside.server;

import java.util.List;
import org.lakeside.server.cli.Lakeside;

/// The entry point of the service and of the command line.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        if (!args.isEmpty() && args.getFirst().equals("serve")) return ServeCommand.run(args.subList(1, args.size()));
        return Lakeside.run(args);
    }
}
