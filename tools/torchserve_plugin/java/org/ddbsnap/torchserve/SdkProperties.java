package org.ddbsnap.torchserve;

import java.util.HashMap;
import java.util.Map;

/**
 * System properties that the AWS SDK for Java takes before the environment, so that who set these for TorchServe's own
 * plugin need not set others.
 *
 * @see "SdkSystemSetting and ProfileFileSystemSetting, AWS SDK for Java 2.x"
 */
final class SdkProperties {
    private static final String[][] KNOWN = {
        {"aws.accessKeyId", "AWS_ACCESS_KEY_ID"},
        {"aws.secretAccessKey", "AWS_SECRET_ACCESS_KEY"},
        {"aws.sessionToken", "AWS_SESSION_TOKEN"},
        {"aws.accountId", "AWS_ACCOUNT_ID"},
        {"aws.accountIdEndpointMode", "AWS_ACCOUNT_ID_ENDPOINT_MODE"},
        {"aws.region", "AWS_REGION"},
        {"aws.profile", "AWS_PROFILE"},
        {"aws.configFile", "AWS_CONFIG_FILE"},
        {"aws.sharedCredentialsFile", "AWS_SHARED_CREDENTIALS_FILE"},
        {"aws.webIdentityTokenFile", "AWS_WEB_IDENTITY_TOKEN_FILE"},
        {"aws.roleArn", "AWS_ROLE_ARN"},
        {"aws.roleSessionName", "AWS_ROLE_SESSION_NAME"},
        {"aws.containerCredentialsPath", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"},
        {"aws.containerCredentialsFullUri", "AWS_CONTAINER_CREDENTIALS_FULL_URI"},
        {"aws.containerAuthorizationToken", "AWS_CONTAINER_AUTHORIZATION_TOKEN"},
        {"aws.containerAuthorizationTokenFile", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"},
        {"aws.disableEc2Metadata", "AWS_EC2_METADATA_DISABLED"},
        {"aws.disableEc2MetadataV1", "AWS_EC2_METADATA_V1_DISABLED"},
        {"aws.ec2MetadataServiceEndpoint", "AWS_EC2_METADATA_SERVICE_ENDPOINT"},
        {"aws.ec2MetadataServiceEndpointMode", "AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE"},
        {"aws.endpointUrl", "AWS_ENDPOINT_URL"},
        {"aws.endpointUrlDynamoDb", "AWS_ENDPOINT_URL_DYNAMODB"},
        {"aws.ignoreConfiguredEndpointUrls", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"},
        {"aws.retryMode", "AWS_RETRY_MODE"},
        {"aws.maxAttempts", "AWS_MAX_ATTEMPTS"},
        {"aws.useFipsEndpoint", "AWS_USE_FIPS_ENDPOINT"},
        {"aws.useDualstackEndpoint", "AWS_USE_DUALSTACK_ENDPOINT"},
    };

    private SdkProperties() {}

    /** Those that are set, by the names of their variables in the environment. */
    static Map<String, String> given() {
        Map<String, String> found = new HashMap<>();
        for (String[] known : KNOWN) {
            String value = System.getProperty(known[0]);
            if (value != null) found.put(known[1], value);
        }
        return found;
    }
}
