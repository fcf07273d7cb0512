package dev.writeback.it.directory;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/** Names the directory that the tests of this class are run on, for the {@link ContractReport}. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ContractReport.class)
public @interface HeldOn {
    String value();

    /** Whether it is no Active Directory: then it proves the rows of that subset, and no others. */
    boolean standard() default false;
}
