"""Takes every connection and whatever comes, and never answers.

usage: black_hole.py    prints its port, then a line for each connection on which something has come
"""

import socket
import threading

taken = []


def swallow(connection):
    if connection.recv(1):
        print("received", flush=True)
    while connection.recv(65536):
        pass


listening = socket.create_server(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
while True:
    connection, _ = listening.accept()
    taken.append(connection)
    threading.Thread(target=swallow, args=[connection], daemon=True).start()
