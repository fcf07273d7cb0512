package dev.writeback.sandbox.directory;

import java.util.Optional;
import org.apache.directory.api.ldap.model.message.ResultCodeEnum;

/** Whether writes are served, or answered with the same result without being looked at. Thread-safe. */
final class AnsweredWrites {
    private record Answer(ResultCodeEnum code, String diagnostic) {}

    private volatile Optional<Answer> answer = Optional.empty();

    void answerWith(int resultCode, String diagnostic) {
        ResultCodeEnum code = ResultCodeEnum.getResultCode(resultCode);
        if (code == ResultCodeEnum.UNKNOWN || code == ResultCodeEnum.SUCCESS) {
            throw new IllegalArgumentException("result code: found " + resultCode + ", accepted is one of a refusal");
        }
        answer = Optional.of(new Answer(code, diagnostic));
    }

    void serve() {
        answer = Optional.empty();
    }

    void refuseUnlessServed() throws Refusal {
        Optional<Answer> given = answer;
        if (given.isPresent()) {
            throw new Refusal(given.get().code(), given.get().diagnostic());
        }
    }
}
