package dev.writeback.agent.configure;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.cert.X509Certificate;
import java.util.Locale;
import java.util.Optional;

/** The domain, the authority that its servers are believed by, and the account that the agent signs in with. */
final class DirectoryStep implements Step {
    private static final int LDAPS = 636;
    private static final int HIGHEST_PORT = 65_535;
    private static final int ALL_DIGITS = 64;
    private static final int FEWEST_DIGITS = 16;

    @Override
    public String title() {
        return "Connect directories";
    }

    @Override
    public boolean run(Dialogue dialogue, Answers answers) {
        return new Asking(dialogue, answers)
                        .text(Question.about(Item.DOMAIN)
                                .usually(Answers.NONE)
                                .matching("[A-Za-z0-9.-]+", "a DNS name, or none"))
                        .done()
                && servers(dialogue, answers)
                && new Asking(dialogue, answers)
                        .text(Question.about(Item.BASE_DN)
                                .offering(answers.value(Item.DOMAIN).map(DirectoryStep::baseDn))
                                .matching("(?i)dc=.+", "such as DC=corp,DC=example,DC=test"))
                        .done()
                && authority(dialogue, answers)
                && account(dialogue, answers);
    }

    private static boolean servers(Dialogue dialogue, Answers answers) {
        if (answers.value(Item.DOMAIN).isPresent()) {
            return true;
        }
        Optional<String> typed = dialogue.ask(Question.about(Item.SERVERS)
                .offering(
                        answers.list(Item.SERVERS).isEmpty()
                                ? Optional.empty()
                                : Optional.of(String.join(" ", answers.list(Item.SERVERS))))
                .checked(DirectoryStep::complaintAboutServers));
        typed.ifPresent(text -> answers.put(Item.SERVERS, Asking.words(text)));
        return typed.isPresent();
    }

    static Optional<String> complaintAboutServers(String typed) {
        return Asking.words(typed).stream()
                .filter(word -> address(word).isEmpty())
                .findFirst()
                .map(word -> "found '" + word
                        + "'; accepted: ldaps://HOST or ldaps://HOST:PORT, several with blanks between");
    }

    private static String baseDn(String domain) {
        return "DC=" + domain.replace(".", ",DC=");
    }

    /** Either a file that somebody brought, or what the first server shows, accepted by its fingerprint. */
    private static boolean authority(Dialogue dialogue, Answers answers) {
        if (!new Asking(dialogue, answers)
                .text(Asking.fileOrNone(Item.DIRECTORY_CA))
                .done()) {
            return false;
        }
        if (answers.value(Item.DIRECTORY_CA).isPresent()) {
            return true;
        }
        Address server = address(answers);
        ServerChain chain;
        try {
            chain = ServerChain.shownBy(server.host(), server.port());
        } catch (IOException e) {
            dialogue.say("  " + server.host() + ":" + server.port() + " shows no certificate ("
                    + e.getClass().getSimpleName() + "); is it the right server, and does it speak LDAPS?");
            return false;
        }
        if (!chain.showsAuthority()) {
            dialogue.say("  " + server.host() + " shows its own certificate, and not that of its authority");
            Optional<String> file =
                    dialogue.ask(Asking.file(Item.DIRECTORY_CA).saying("File with the authority's certificate, PEM"));
            file.ifPresent(answer -> answers.put(Item.DIRECTORY_CA, answer));
            return file.isPresent();
        }
        X509Certificate top = chain.top();
        String fingerprint = ServerChain.fingerprint(top);
        dialogue.say("  " + server.host() + " shows, nearest to its root:");
        dialogue.say("    " + top.getSubjectX500Principal());
        dialogue.say("    valid until " + top.getNotAfter().toInstant());
        dialogue.say("    SHA-256 " + fingerprint);
        dialogue.say("  Compare it with what the directory's administrator says: whoever it belongs to is believed.");
        Optional<String> given = answers.find(Item.DIRECTORY_CA_SHA256);
        Optional<String> typed = dialogue.ask(Question.about(Item.DIRECTORY_CA_SHA256)
                .saying("Type the last sixteen digits of the SHA-256, or all, to accept it")
                .offering(given)
                .checked(answer ->
                        isOf(answer, fingerprint, given.filter(answer::equals).isPresent() ? ALL_DIGITS : FEWEST_DIGITS)
                                ? Optional.empty()
                                : Optional.of("that is not the fingerprint of this certificate; it is not accepted")));
        typed.ifPresent(yes -> answers.accept(ServerChain.pem(top)));
        return typed.isPresent();
    }

    /** Whether it is the fingerprint, or its end: a few digits are soon found in a certificate that is made for them. */
    static boolean isOf(String typed, String fingerprint, int fewest) {
        String digits = typed.replaceAll("[:\\s]", "").toUpperCase(Locale.ROOT);
        return digits.length() >= fewest && fingerprint.replace(":", "").endsWith(digits);
    }

    private record Address(String host, int port) {}

    private static Address address(Answers answers) {
        if (answers.value(Item.DOMAIN).isPresent()) {
            return new Address(answers.value(Item.DOMAIN).get(), LDAPS);
        }
        return address(answers.list(Item.SERVERS).get(0)).orElseThrow();
    }

    private static Optional<Address> address(String url) {
        try {
            URI server = new URI(url);
            int port = server.getPort() < 0 ? LDAPS : server.getPort();
            return url.matches("ldaps?://[A-Za-z0-9.:\\[\\]-]+") && server.getHost() != null && port <= HIGHEST_PORT
                    ? Optional.of(new Address(server.getHost(), port))
                    : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }

    private static boolean account(Dialogue dialogue, Answers answers) {
        return new Asking(dialogue, answers)
                        .text(Question.about(Item.SIGN_IN)
                                .usually(answers.find(Item.PRINCIPAL).isPresent() ? "kerberos" : "password")
                                .matching("password|kerberos", "password or kerberos"))
                        .done()
                && (answers.byKerberos()
                        ? new Asking(dialogue, answers)
                                .text(Question.about(Item.PRINCIPAL).matching("[^@\\s]+@[^@\\s]+", "NAME@REALM"))
                                .text(Asking.file(Item.KEYTAB))
                                .done()
                        : new Asking(dialogue, answers)
                                .text(Question.about(Item.BIND_USER)
                                        .matching(
                                                "(?i)cn=.+,.+",
                                                "a distinguished name, such as CN=svc,OU=Service,DC=..."))
                                .secret(Item.BIND_PASSWORD)
                                .done());
    }
}
