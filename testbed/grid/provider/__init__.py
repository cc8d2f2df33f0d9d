"""A small OpenID provider for the test bed. Nothing in it is secret: every user name is believed. Standard library and openssl."""
