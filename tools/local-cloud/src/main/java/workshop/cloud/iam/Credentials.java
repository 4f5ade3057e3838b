package workshop.cloud.iam;

/** Temporary credentials of a role session. */
public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {}
