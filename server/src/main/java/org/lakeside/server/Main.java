package org.lakeside.server;

/// The entry point of the service and of the command line.
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("lakeside");
    }
}
