package dev.writeback.agent.configure;

import dev.writeback.agent.config.CloudSettings;
import dev.writeback.agent.config.DeskSettings;
import dev.writeback.agent.config.ServiceBusSettings;
import dev.writeback.agent.config.TextForm;
import dev.writeback.protocol.enrolment.EnrolmentCode;
import dev.writeback.protocol.enrolment.MalformedCodeException;
import dev.writeback.protocol.secret.Secret;
import java.util.Optional;
import java.util.function.Function;

/** Where the cloud is, and the code by which it knows this machine. */
final class CloudStep implements Step {
    @Override
    public String title() {
        return "Connect to the cloud";
    }

    @Override
    public boolean run(Dialogue dialogue, Answers answers) {
        boolean answered = new Asking(dialogue, answers)
                .text(Question.about(Item.CLOUD_URL).checked(form(DeskSettings.URL)))
                .text(Asking.fileOrNone(Item.CLOUD_CA))
                .text(Question.about(Item.CLOUD_PROXY).usually(Answers.NONE).checked(orNone(DeskSettings.PROXY)))
                .text(Question.about(Item.ISSUER).checked(form(CloudSettings.ISSUER)))
                .text(Question.about(Item.AUDIENCE).checked(form(CloudSettings.AUDIENCE)))
                .text(Question.about(Item.REQUESTS).usually("requests").checked(form(ServiceBusSettings.QUEUE)))
                .text(Question.about(Item.REPLIES).usually("replies").checked(form(ServiceBusSettings.QUEUE)))
                .text(Question.about(Item.PRESENCE).usually(Answers.NONE).checked(orNone(ServiceBusSettings.QUEUE)))
                .text(Asking.fileOrNone(Item.RELAY_CA))
                .done();
        while (answered && !hasCode(dialogue, answers)) {
            answered = new Asking(dialogue, answers).secret(Item.CODE).done();
        }
        return answered;
    }

    /** A code with a typing error is noticed here, and not after all that follows. */
    private static boolean hasCode(Dialogue dialogue, Answers answers) {
        Optional<Secret> typed = answers.secret(Item.CODE);
        if (typed.isEmpty()) {
            return false;
        }
        try (EnrolmentCode unused = EnrolmentCode.parse(typed.get())) {
            return true;
        } catch (MalformedCodeException e) {
            dialogue.say("  " + e.getMessage());
            answers.forget(Item.CODE);
            return false;
        }
    }

    private static Function<String, Optional<String>> form(TextForm form) {
        return answer -> form.complaint(answer);
    }

    private static Function<String, Optional<String>> orNone(TextForm form) {
        return answer -> answer.equalsIgnoreCase(Answers.NONE) ? Optional.empty() : form.complaint(answer);
    }
}
