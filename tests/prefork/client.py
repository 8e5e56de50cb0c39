"""What stands in for a program on the path: asks the forking process to run it here.

Copied under the program's name; ``SDK_TEST_PREFORK`` holds the address.
"""

import json
import os
import socket
import sys


def main() -> int:
    """Send the command with this process's streams, and return its exit code."""
    order = {
        "program": os.path.basename(sys.argv[0]),
        "arguments": sys.argv[1:],
        "folder": os.getcwd(),
        "environment": {k: v for k, v in os.environ.items() if k != "SDK_TEST_PREFORK"},
    }
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
        connection.connect(os.environ["SDK_TEST_PREFORK"])
        head, rest = json.dumps(order).encode()[:1024], json.dumps(order).encode()[1024:]
        socket.send_fds(connection, [head], [0, 1, 2])
        connection.sendall(rest + b"\n")
        answer = connection.recv(16)
    return int(answer) if answer else 139


sys.exit(main())
