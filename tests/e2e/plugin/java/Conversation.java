import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Answers each line of standard input by one line on standard output, until it is told "bye". */
final class Conversation {
    interface Partner {
        String answer(String command, String[] arguments) throws Exception;
    }

    private Conversation() {}

    static void hold(Supplier<Partner> maker) throws IOException {
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.setOut(System.err); // a library's remarks are no answers
        var partner = maker.get();
        for (String line; (line = in.readLine()) != null && !line.equals("bye"); ) {
            var words = line.split(" ");
            var arguments = new String[words.length - 1];
            System.arraycopy(words, 1, arguments, 0, arguments.length);
            out.println(oneLine(answer(partner, words[0], arguments)));
        }
    }

    private static String answer(Partner partner, String command, String[] arguments) {
        try {
            return partner.answer(command, arguments);
        } catch (Exception | LinkageError e) {
            return "failed: " + e;
        }
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\r\n]+", " ");
    }
}
