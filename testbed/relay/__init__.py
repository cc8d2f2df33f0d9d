"""Relays in front of real http servers that misbehave on request, request by request.

They understand just enough http to count in bodies rather than on the wire; what the servers say passes unchanged otherwise.
Standard library only.
"""
