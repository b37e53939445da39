import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import javax.net.ssl.TrustManagerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The cases of `ddbsnap-bench client` with the AWS SDK for Java 2: same arguments, same JSON. Synchronous client on
 * Apache's HTTP client, one thread for each request in flight.
 */
public final class Peer {
    /** AWS_CA_BUNDLE, which the SDK itself does not look at. */
    private static TrustManagerFactory trust() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(Path.of(System.getenv("AWS_CA_BUNDLE")))) {
            int number = 0;
            for (Certificate root : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("root" + number++, root);
            }
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return factory;
    }

    private static DynamoDbClient open(String endpoint, int concurrency) throws Exception {
        TrustManagerFactory trusted = trust();
        var keys = AwsBasicCredentials.create(
            System.getenv("AWS_ACCESS_KEY_ID"), System.getenv("AWS_SECRET_ACCESS_KEY"));
        return DynamoDbClient.builder()
            .region(Region.of(System.getenv("AWS_REGION")))
            .endpointOverride(URI.create(endpoint))
            .credentialsProvider(StaticCredentialsProvider.create(keys))
            .httpClientBuilder(ApacheHttpClient.builder()
                .maxConnections(Math.max(50, concurrency))
                .tlsTrustManagersProvider(trusted::getTrustManagers))
            .build();
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, String> given = new HashMap<>();
        for (int i = 0; i < arguments.length; i++) {
            if (!arguments[i].equals("--json")) {
                given.put(arguments[i], arguments[++i]);
            }
        }
        int concurrency = Integer.parseInt(given.getOrDefault("--concurrency", "1"));
        int requests = Integer.parseInt(given.getOrDefault("--requests", "10000"));
        int warmUp = Integer.parseInt(given.getOrDefault("--warm-up", "3000"));
        Workload work = new Workload(given.getOrDefault("--operation", "put"),
            Integer.parseInt(given.getOrDefault("--size", "1024")), given.getOrDefault("--table", "ddbsnap-bench"));
        int code;
        try (DynamoDbClient client = open(given.get("--endpoint"), concurrency)) {
            IntSupplier send = work.sender(client);
            new Round(warmUp).run(send, concurrency);
            Round.forgetPeakMemory();
            code = new Round(requests).run(send, concurrency).report(work, concurrency);
        }
        System.exit(code);
    }
}
