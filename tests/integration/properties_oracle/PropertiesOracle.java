// Answers each case on standard input with what java.util.Properties itself does. The format of cases and
// answers is described in properties_cases.cpp.

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TimeZone;

class PropertiesOracle {
    // Properties with an order: that of insertion, instead of that of its hash table.
    static class Ordered extends Properties {
        final LinkedHashMap<Object, Object> entries = new LinkedHashMap<>();

        @Override
        public synchronized Object put(Object key, Object value) {
            return entries.put(key, value);
        }

        @Override
        public Set<Map.Entry<Object, Object>> entrySet() {
            return entries.entrySet();
        }
    }

    public static void main(String[] args) throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.US_ASCII));
        for (String line; (line = in.readLine()) != null;) {
            out.write(answer(line.split(" ", -1)));
            out.write('\n');
        }
        out.flush();
    }

    static String answer(String[] words) throws IOException {
        switch (words[0]) {
            case "load":
                return load(fromHex(words[1]));
            case "date":
                return "date " + toHex(new Date(Long.parseLong(words[1])).toString());
            case "writer":
                return "writer " + storeToWriter(words);
            case "stream":
                return "stream " + storeToStream(words);
            default:
                throw new IOException("unknown case " + words[0]);
        }
    }

    static String load(String text) throws IOException {
        var properties = new Ordered();
        try {
            properties.load(new StringReader(text));
        } catch (IllegalArgumentException malformed) {
            return "load refused";
        }
        var answer = new StringBuilder("load");
        properties.entries.forEach((k, v) -> answer.append(' ').append(toHex((String) k)).append('=').append(toHex((String) v)));
        return answer.toString();
    }

    static Ordered given(String[] words) {
        var properties = new Ordered();
        for (int i = 2; i + 1 < words.length; i += 2) properties.put(fromHex(words[i]), fromHex(words[i + 1]));
        return properties;
    }

    static String storeToWriter(String[] words) throws IOException {
        var header = new StringWriter();
        new Ordered().store(header, fromHex(words[1]));
        var all = new StringWriter();
        given(words).store(all, fromHex(words[1]));
        var entries = all.toString().substring(header.toString().length());
        return toHex(withoutLastLine(header.toString())) + " " + toHex(escapeLoneSurrogates(entries));
    }

    static String storeToStream(String[] words) throws IOException {
        var header = new ByteArrayOutputStream();
        new Ordered().store(header, fromHex(words[1]));
        var all = new ByteArrayOutputStream();
        given(words).store(all, fromHex(words[1]));
        var entries = all.toString(StandardCharsets.ISO_8859_1).substring(header.size());
        return toHex(withoutLastLine(header.toString(StandardCharsets.ISO_8859_1))) + " " + toHex(entries);
    }

    // The last line of a header is the date, which differs from run to run.
    static String withoutLastLine(String text) {
        return text.substring(0, text.lastIndexOf('\n', text.length() - 2) + 1);
    }

    // The one thing that ddbsnap does differently on purpose: Java's encoder would make a question mark of it.
    static String escapeLoneSurrogates(String text) {
        var out = new StringBuilder();
        for (int i = 0; i < text.length(); ++i) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1)))
                out.append(c).append(text.charAt(++i));
            else if (Character.isSurrogate(c))
                out.append(String.format("\\u%04X", (int) c));
            else
                out.append(c);
        }
        return out.toString();
    }

    static String fromHex(String hex) {
        var text = new StringBuilder();
        for (int i = 0; i < hex.length(); i += 4) text.append((char) Integer.parseInt(hex, i, i + 4, 16));
        return text.toString();
    }

    static String toHex(String text) {
        var hex = new StringBuilder();
        for (int i = 0; i < text.length(); ++i) hex.append(String.format("%04x", (int) text.charAt(i)));
        return hex.toString();
    }
}
