package org.ddbsnap.torchserve;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Loads the C++ library, once: from a directory of {@code java.library.path} where it stands there, otherwise out of this
 * jar, by way of a private temporary directory that is gone again before anything else happens.
 */
final class NativeLibrary {
    private static final String FILE = System.mapLibraryName("ddbsnap_torchserve");
    private static final String OTHER_WAY = "unpack it from the jar into a directory that java.library.path names";
    private static boolean loaded;

    private NativeLibrary() {}

    static synchronized void load() throws IOException {
        if (loaded) return;
        Path installed = installed();
        if (installed != null) {
            load(installed);
        } else {
            loadFromJar();
        }
        checkVersion();
        loaded = true;
    }

    private static Path installed() {
        for (String directory : System.getProperty("java.library.path", "").split(File.pathSeparator)) {
            if (directory.isEmpty()) continue;
            Path file = Path.of(directory, FILE).toAbsolutePath();
            if (Files.isReadable(file)) return file;
        }
        return null;
    }

    private static void loadFromJar() throws IOException {
        String entry = "native/linux-" + System.getProperty("os.arch") + "/" + FILE;
        try (InputStream library = NativeLibrary.class.getResourceAsStream(entry)) {
            if (library == null) {
                throw new IOException(
                        "this jar has no library for " + System.getProperty("os.name") + " on "
                                + System.getProperty("os.arch") + "; build one, and name its directory in java.library.path");
            }
            loadBy(library);
        }
    }

    private static void loadBy(InputStream library) throws IOException {
        Path directory = null;
        Path file = null;
        try {
            directory = Files.createTempDirectory("ddbsnap-"); // mode 0700
            file = directory.resolve(FILE);
            Files.copy(library, file);
        } catch (IOException e) {
            remove(file, directory);
            throw new IOException(
                    "the library cannot be unpacked into " + System.getProperty("java.io.tmpdir") + ": " + e + "; " + OTHER_WAY,
                    e);
        }
        try {
            load(file);
        } finally {
            remove(file, directory); // what is loaded stays loaded
        }
    }

    private static void remove(Path file, Path directory) throws IOException {
        if (file != null) Files.deleteIfExists(file);
        if (directory != null) Files.deleteIfExists(directory);
    }

    private static void load(Path file) throws IOException {
        try {
            System.load(file.toString());
        } catch (UnsatisfiedLinkError e) {
            throw new IOException(
                    "the library cannot be loaded: " + e.getMessage() + "; where temporary files may not be executed, "
                            + OTHER_WAY,
                    e);
        }
    }

    private static void checkVersion() throws IOException {
        String wanted = NativeLibrary.class.getPackage().getImplementationVersion();
        String found = NativeSnapshots.version();
        if (wanted != null && !wanted.equals(found)) {
            throw new IOException(FILE + " of java.library.path is version " + found + ", this jar " + wanted);
        }
    }
}
