package dev.writeback.directory.ad;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The clauses of MS-SAMR 3.1.1.7.2. */
final class PasswordRulesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | 0",
                "abc | 1",
                "abcDEF | 2",
                "abcDEF1 | 3",
                "abc1- | 3",
                "abcDEF1- | 4",
                "12345 | 1",
                "-_+=` | 1",
                "äÖ1 | 3",
                "Пароль7 | 3",
                "密码 | 1",
                "密码aB1- | 5",
                "'a b' | 1",
                "ªb | 1",
                "\uD83D\uDE00 | 0"
            })
    void countsFiveKindsOfCharacters(String password, int kinds) {
        assertThat(PasswordRules.categories(password)).isEqualTo(kinds);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "xxJDoexx | jdoe | '' | true",
                "xxJDOExx | jdoe | '' | true",
                "xxjdxx | jd | '' | false",
                "xxjdo | jdoe | '' | false",
                "my-erin-7 | ehagens | Erin M. Hagens | true",
                "my-hagens-7 | ehagens | Erin M. Hagens | true",
                "MMMmmm-77 | ehagens | Erin M. Hagens | false",
                "erinhagen | x | Erin-Hagens | true",
                "rin-hagen | x | ErinXHagens | false",
                "alpha1 | x | a,alpha.b | true",
                "alpha1 | x | a#alpha_b | true",
                "alpha1 | x | 'a\talpha\tb' | true",
                "alpha1 | x | '' | false",
                "STRASSE | x | Müller | false",
                "xMÜLLERx | x | Müller | true"
            })
    void findsNamesWholeOrByPart(String password, String account, String display, boolean contained) {
        assertThat(PasswordRules.containsName(password, account, display)).isEqualTo(contained);
    }
}
