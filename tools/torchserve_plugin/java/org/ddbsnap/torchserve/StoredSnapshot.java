package org.ddbsnap.torchserve;

/** A snapshot as it was read from the store: its key in the table, and a text of java.util.Properties in UTF-8. */
record StoredSnapshot(String name, byte[] body) {}
