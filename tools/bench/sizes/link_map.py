"""What a linked file's bytes are: a map of GNU ld, added up by component."""

import re
from collections import Counter

PLACED = re.compile(r"^ (?P<section>\S+)?\s+0x(?P<address>[0-9a-f]+)\s+0x(?P<size>[0-9a-f]+)\s+(?P<file>\S.*)$")
NAME_ALONE = re.compile(r"^ (\.\S+)$")
OUTPUT_SECTION = re.compile(r"^(\.[\w.]+)")
NOT_IN_FILE = (".bss", ".tbss", ".debug", ".gnu.lto", ".comment", ".note")

# How the path of an object or archive begins or ends, and what it is part of; the first that fits.
COMPONENTS = (
    (r"libcrypto\.a", "OpenSSL: libcrypto"),
    (r"libssl\.a", "OpenSSL: libssl"),
    (r"libzstd\.a", "zstd"),
    (r"libz\.a", "zlib"),
    (r"libpugixml\.a", "pugixml"),
    (r"libstdc\+\+|libsupc\+\+|libgcc", "C++ runtime"),
    (r"lib(c|m|pthread|dl|resolv)\.a|/crt\w*\.o|/[rgM]?crt1\.o", "C library"),
    (r"fmt_code", "fmt"),
    (r"asio_code", "Asio, compiled apart"),
    (r"ddbsnap_cli\.dir", "the command"),
    (r"/src/(core|aws|net|credentials|dynamodb|snapshot|c_api)/", "library: {}"),
    (r"libddbsnap_cpp\.a\((\w+)\.cpp\.o\)", "library: {}"),
)


def component_of(path, layer_of_source):
    for pattern, name in COMPONENTS:
        found = re.search(pattern, path)
        if not found:
            continue
        if "{}" not in name:
            return name
        return name.format(layer_of_source.get(found[1], found[1]))
    return "linker's own"


def placed_sections(lines):
    """Yields output section, size, file of what was placed."""
    output = name = None
    has_begun = False
    for line in lines:
        has_begun = has_begun or line.startswith("Linker script and memory map")
        if not has_begun:
            continue
        if found := OUTPUT_SECTION.match(line):
            output = found[1]
        if found := NAME_ALONE.match(line):
            name = found[1]
            continue
        found = PLACED.match(line)
        # A long name stands on a line of its own before the rest.
        if found and (found["section"] or name) and int(found["address"], 16):
            yield output, int(found["size"], 16), found["file"].strip()
        name = None


def bytes_by_component(map_file, layer_of_source):
    """@param layer_of_source  `hash` -> `core`, for objects of which only the name is left"""
    total = Counter()
    with open(map_file, errors="replace") as lines:
        for output, size, path in placed_sections(lines):
            if output and not output.startswith(NOT_IN_FILE):
                total[component_of(path, layer_of_source)] += size
    return total
