// Recorded times.tsv: java RecordTimes.java > times.tsv
// Each line: zone, "utc" or "wall", what was asked and what java.time answered, both in milliseconds.

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import java.util.TreeSet;

class RecordTimes {
    public static void main(String[] args) {
        for (var name : new String[] {"Europe/Berlin", "America/New_York", "Asia/Kolkata", "Europe/Dublin",
                                      "Australia/Lord_Howe", "Pacific/Kwajalein", "Africa/Casablanca"})
            record(ZoneId.of(name), new Random(1));
    }

    static void record(ZoneId zone, Random random) {
        var instants = new TreeSet<Long>();
        // Some of the changes, and both sides of each: all of them would be too many.
        var rules = zone.getRules();
        for (var at = Instant.parse("1880-01-01T00:00:00Z"); at.isBefore(Instant.parse("2080-01-01T00:00:00Z"));) {
            var change = rules.nextTransition(at);
            if (change == null) break;
            at = change.getInstant();
            if (random.nextInt(8) != 0) continue;
            for (long beside : new long[] {-1, 0, 1_800_000, -1_800_000}) instants.add(at.toEpochMilli() + beside);
        }
        for (int i = 0; i != 20; ++i) instants.add(random.nextLong(-2_840_000_000_000L, 4_100_000_000_000L));
        for (var ms : instants) {
            var local = LocalDateTime.ofInstant(Instant.ofEpochMilli(ms), zone);
            var reading = local.toInstant(ZoneOffset.UTC).toEpochMilli();
            System.out.println(zone + "\tutc\t" + ms + "\t" + reading);
            // Also of readings that come twice or never.
            for (long shown : new long[] {reading, reading + 1_800_000}) {
                var wall = LocalDateTime.ofEpochSecond(Math.floorDiv(shown, 1000L),
                                                       (int) Math.floorMod(shown, 1000L) * 1_000_000, ZoneOffset.UTC);
                System.out.println(zone + "\twall\t" + shown + "\t" + wall.atZone(zone).toInstant().toEpochMilli());
            }
        }
    }
}
