package dev.writeback.protocol.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Section 4, {@code sub.fmt}, and section 3, {@code jti}. */
class SubjectTest {
    @ParameterizedTest
    @CsvSource({
        "OBJECT_GUID, 5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10, true",
        "OBJECT_GUID, 5B0F2E6A-8D1E-4A55-8A61-1C3F6F3F7A10, true",
        "OBJECT_GUID, {5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10}, false",
        "OBJECT_GUID, 5b0f2e6a8d1e4a558a611c3f6f3f7a10, false",
        "OBJECT_GUID, 5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a1g, false",
        "OBJECT_GUID, '', false",
        "OBJECT_SID, S-1-5-32, true",
        "OBJECT_SID, S-1-5-21-1004336348-1177238915-682003330-512, true",
        "OBJECT_SID, S-1-5-21-4294967295, true",
        "OBJECT_SID, S-1-5-21-4294967296, false",
        "OBJECT_SID, S-1-5-021, false",
        "OBJECT_SID, S-1-5, false",
        "OBJECT_SID, S-1-5-, false",
        "OBJECT_SID, S-1-1-0, false",
        "OBJECT_SID, s-1-5-21, false",
        "OBJECT_SID, S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15, true",
        "OBJECT_SID, S-1-5-1-2-3-4-5-6-7-8-9-10-11-12-13-14-15-16, false",
        "IMMUTABLE_ID, ai4PWx6NVUqKYRw/bz96EA==, true",
        "IMMUTABLE_ID, ai4PWx6NVUqKYRw_bz96EA==, false",
        "IMMUTABLE_ID, ai4PWx6NVUqKYRw/bz96EA, false",
        "IMMUTABLE_ID, ai4PWx6NVUqKYRw/bz96EB==, false",
        "IMMUTABLE_ID, ai4PWx6NVUqKYRw/bz96EAA=, false",
        "USER_PRINCIPAL_NAME, alice@corp.example.test, true",
        "USER_PRINCIPAL_NAME, '', false"
    })
    void formsOfASubject(Subject.Format format, String value, boolean valid) {
        assertThat(Subject.isValid(format, value)).isEqualTo(valid);
        if (!valid) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new Subject(format, value))
                    .withMessageContaining(format.wireName());
        }
    }

    @Test
    void aUserPrincipalNameHasAtMost1024Characters() {
        assertThat(Subject.isValid(Subject.Format.USER_PRINCIPAL_NAME, "a".repeat(1024)))
                .isTrue();
        assertThat(Subject.isValid(Subject.Format.USER_PRINCIPAL_NAME, "a".repeat(1025)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "0193a1c2-0000-4000-8000-000000000001, true",
        "0193A1C2-0000-4000-8000-000000000001, false",
        "0193a1c2000040008000000000000001, false",
        "'0193a1c2-0000-4000-8000-000000000001 ', false",
        "'', false"
    })
    void formsOfARequestId(String text, boolean valid) {
        assertThat(RequestId.isValid(text)).isEqualTo(valid);
    }

    @Test
    void aLineEndIsNoPartOfAnId() {
        assertThat(RequestId.isValid("0193a1c2-0000-4000-8000-000000000001\n")).isFalse();
        assertThat(Subject.isValid(Subject.Format.OBJECT_SID, "S-1-5-21\n")).isFalse();
    }
}
