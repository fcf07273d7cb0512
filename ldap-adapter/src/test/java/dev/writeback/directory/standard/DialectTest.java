package dev.writeback.directory.standard;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.Attribute;
import com.unboundid.ldap.sdk.Entry;
import org.junit.jupiter.api.Test;

final class DialectTest {
    @Test
    void knowsApacheDsByItsVendor() {
        assertThat(Dialect.of(new Entry("", new Attribute("vendorName", "Apache Software Foundation"))))
                .isEqualTo(Dialect.APACHE_DS);
    }

    @Test
    void takesEveryOtherForWhatTheStandardsSay() {
        assertThat(Dialect.of(new Entry("", new Attribute("objectClass", "top", "OpenLDAProotDSE"))))
                .isEqualTo(Dialect.STANDARD);
        assertThat(Dialect.of(new Entry("", new Attribute("vendorName", "another"))))
                .isEqualTo(Dialect.STANDARD);
    }
}
