package org.ddbsnap.torchserve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/**
 * What can be set. Each of {@code ddbsnap.NAME} is looked for among the system properties, then in the environment as
 * {@code DDBSNAP_NAME}, then in TorchServe's configuration, as far as TorchServe has handed that over.
 */
final class Settings {
    static final String DEFAULT_STORE = "dynamodb:Snapshots2";

    private final Properties configuration;

    Settings(Properties configuration) {
        this.configuration = configuration;
    }

    long restoreTimeoutMs() throws IOException {
        return number("restore_timeout_ms", 10_000, 1);
    }

    long shutdownTimeoutMs() throws IOException {
        return number("shutdown_timeout_ms", 5_000, 0);
    }

    /** For {@link NativeSnapshots#open}: name, value, name, value... */
    byte[][] forNative() throws IOException {
        List<byte[]> all = new ArrayList<>();
        add(all, "store", text("store", DEFAULT_STORE));
        add(all, "series", text("series", ""));
        add(all, "spool_dir", text("spool_dir", ""));
        add(all, "time_zone", text("time_zone", ""));
        add(all, "keep", Long.toString(number("keep", 0, 0)));
        add(all, "zone_of_jvm", zoneName());
        add(all, "offset_of_jvm", offsetNow());
        add(all, "least_level", Integer.toString(PluginLog.leastLevel()));
        SdkProperties.given().forEach((name, value) -> add(all, name, value));
        return all.toArray(new byte[0][]);
    }

    private static void add(List<byte[]> to, String name, String value) {
        to.add(name.getBytes(StandardCharsets.UTF_8));
        to.add(value.getBytes(StandardCharsets.UTF_8));
    }

    // In the form of ddbsnap: UTC, +09:00 or Europe/Berlin. Java has further names for fixed offsets.
    private static String zoneName() {
        ZoneId zone = ZoneId.systemDefault();
        return zone.getRules().isFixedOffset() ? offsetNow() : zone.getId();
    }

    private static String offsetNow() {
        ZoneRules rules = ZoneId.systemDefault().getRules();
        String offset = rules.getOffset(Instant.now()).getId();
        return offset.equals("Z") ? "UTC" : offset;
    }

    private String text(String name, String otherwise) {
        String key = "ddbsnap." + name;
        String[] given = {
            System.getProperty(key),
            System.getenv("DDBSNAP_" + name.toUpperCase(Locale.ROOT)),
            configuration.getProperty(key)
        };
        for (String value : given) {
            if (value != null && !value.isBlank()) return value.strip();
        }
        return otherwise;
    }

    private long number(String name, long otherwise, long least) throws IOException {
        String value = text(name, Long.toString(otherwise));
        try {
            long number = Long.parseLong(value);
            if (number >= least && number <= Integer.MAX_VALUE) return number;
        } catch (NumberFormatException e) {
            // Told below, with the name of the setting.
        }
        throw new IOException(
                "ddbsnap." + name + " is '" + value + "'; it has to be a whole number from " + least + " on");
    }
}
