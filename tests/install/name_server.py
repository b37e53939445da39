"""Answers every question for an IPv4 address by 127.0.0.1, any other by nothing, on 127.0.0.1:53.

usage: name_server.py    prints "ready", then serves until it is ended
"""

import socket
import struct

TYPE_A, CLASS_IN = 1, 1


def answer(question: bytes) -> bytes:
    end = question.index(0, 12) + 1
    wanted, _ = struct.unpack(">HH", question[end : end + 4])
    name_and_kind = question[12 : end + 4]
    answers = 1 if wanted == TYPE_A else 0
    # Response, recursion desired and available, no error; one question.
    head = question[:2] + struct.pack(">HHHHH", 0x8180, 1, answers, 0, 0)
    address = struct.pack(">HHHIH", 0xC00C, TYPE_A, CLASS_IN, 60, 4) + socket.inet_aton("127.0.0.1")
    return head + name_and_kind + address * answers


server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
server.bind(("127.0.0.1", 53))
print("ready", flush=True)
while True:
    question, asker = server.recvfrom(4096)
    server.sendto(answer(question), asker)
