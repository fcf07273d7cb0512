package dev.writeback.agent.configure;

/** What the wizard asks for, and the flag that answers it. */
public enum Item {
    AGENT_ID("--agent-id", "ID", "Id of this agent"),
    STATE_DIRECTORY("--state-directory", "DIR", "Directory for its state"),
    HTTP_PORT("--http-port", "PORT", "Port of its local endpoint"),

    CLOUD_URL("--cloud-url", "URL", "Address where the cloud enrols agents"),
    CLOUD_CA("--cloud-ca", "FILE", "Certificates to trust there, PEM, or none for the system's"),
    CLOUD_PROXY("--cloud-proxy", "URL", "HTTP proxy on the way there, or none"),
    ISSUER("--issuer", "URI", "Issuer of its requests"),
    AUDIENCE("--audience", "URN", "Audience, urn:pwb:TENANT:GROUP"),
    CODE("--code", "CODE", "Enrolment code"),
    REQUESTS("--requests", "QUEUE", "Queue of the requests"),
    REPLIES("--replies", "QUEUE", "Queue of the replies"),
    PRESENCE("--presence", "QUEUE", "Queue of the heartbeats, or none for that of the replies"),
    RELAY_CA("--relay-ca", "FILE", "Certificates to trust at the relay, PEM, or none for the system's alone"),

    DOMAIN("--domain", "DOMAIN", "Domain whose controllers DNS knows, or none to name servers"),
    SERVERS("--server", "URL", "Server, ldaps://HOST:PORT; several with blanks between"),
    BASE_DN("--base-dn", "DN", "Distinguished name of the domain"),
    DIRECTORY_CA("--directory-ca", "FILE", "Certificate of its authority, PEM, or none to look at what it shows"),
    DIRECTORY_CA_SHA256("--directory-ca-sha256", "FINGERPRINT", "SHA-256 of the authority's certificate"),
    SIGN_IN("--sign-in", "password|kerberos", "How the agent signs in, password or kerberos"),
    BIND_USER("--bind-user", "NAME", "Service account, as a distinguished name"),
    BIND_PASSWORD("--bind-password-file", "FILE", "Its password"),
    PRINCIPAL("--principal", "NAME@REALM", "Its Kerberos principal"),
    KEYTAB("--keytab", "FILE", "Its keytab"),
    INCLUDE("--include", "DN", "Part of the domain whose users may be written to"),

    RESET("--reset", "yes|no", "Write back resets"),
    CHANGE("--change", "yes|no", "Write back changes"),
    ADMIN_RESET("--admin-reset", "yes|no", "Write back resets by administrators"),
    UNLOCK("--unlock", "yes|no", "Unlock accounts without a reset"),
    VALIDATE("--validate", "yes|no", "Tell before a reset whether a password would be refused"),

    ACCEPT("--yes", "", "Ask nothing");

    private final String flag;
    private final String label;
    private final String text;

    Item(String flag, String label, String text) {
        this.flag = flag;
        this.label = label;
        this.text = text;
    }

    /** With its two hyphens. */
    public String flag() {
        return flag;
    }

    /** What stands for its value in a help text. */
    public String label() {
        return label;
    }

    /** As it is asked, without a colon. */
    public String text() {
        return text;
    }

    /** Whether it is read from a file, or without being shown. */
    public boolean isSecret() {
        return this == CODE || this == BIND_PASSWORD;
    }

    /** Whether its flag may stand there several times. */
    public boolean isMany() {
        return this == SERVERS || this == INCLUDE;
    }
}
