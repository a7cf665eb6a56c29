package org.realfm.models.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.realfm.tables.BadInput;

class SecretsTest {

    private static final String KEY = "sk-Ab\"c/9+\\Zä==";
    private static final Secrets SECRETS = Secrets.of(List.of(KEY, "short"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                KEY,
                "SK-AB\"C/9+\\ZÄ==",
                "sk-Ab\\\"c\\/9+\\\\Zä==",
                "sk-Ab\\\"c/9+\\\\Zä==",
                "sk-Ab%22c%2F9%2B%5CZ%C3%A4%3D%3D",
                "c2stQWIiYy85K1xaw6Q9PQ==",
                "c2stQWIiYy85K1xaw6Q9PQ",
            })
    void aSecretIsBlottedOutHoweverItIsWritten(String written) {
        assertThat(SECRETS.redact("before " + written + " after " + written))
                .matches("before \\*\\*\\*=* after \\*\\*\\*=*");
    }

    @Test
    void aSecretThatIsCutOffIsBlottedOutToo() {
        for (int length = 4; length < KEY.length(); length++) {
            assertThat(SECRETS.redact("you sent " + KEY.substring(0, length))).isEqualTo("you sent ***");
        }
    }

    @Test
    void wordsStay() {
        assertThat(SECRETS.redact("a short sk-")).isEqualTo("a short sk-");
        assertThat(Secrets.NONE.redact("anything")).isEqualTo("anything");
        assertThat(SECRETS.redact("")).isEmpty();
    }

    @Test
    void anExcerptIsOneLineAndNotLong() {
        assertThat(SECRETS.excerpt(" a\n\tb\u0007c\u001b[31m ", 100)).isEqualTo("a b c [31m");
        assertThat(SECRETS.excerpt("x".repeat(50), 10)).isEqualTo("xxxxxxx...");
        assertThat(SECRETS.excerpt("xxxxxx😀xxxxxxx", 10)).isEqualTo("xxxxxx...");
        assertThat(SECRETS.excerpt("x".repeat(95) + KEY, 100)).doesNotContain("sk-");
    }

    @Test
    void aKeyIsNeverShown() {
        for (String bad : List.of("sesame 4711", "sesame-4711\nx", "sesämé-4711")) {
            assertThatThrownBy(() -> Key.of("here", "NAME", name -> bad))
                    .isInstanceOf(BadInput.class)
                    .hasMessageContaining("NAME")
                    .hasMessageNotContaining("ses");
        }
        assertThatThrownBy(() -> Key.of("here", "NAME", name -> null)).hasMessageContaining("NAME");
        assertThat(Key.of("here", "NAME", name -> "sesame-4711\n").toString()).isEqualTo("the key in NAME");
    }

    @Test
    void aKeyDoesNotTravelUnencrypted() {
        Endpoint.Limits limits = new Endpoint.Limits(Duration.ofSeconds(1), 0, Duration.ZERO, 10, Duration.ZERO);
        Optional<Key> key = Optional.of(Key.of("here", "NAME", name -> "sesame-4711"));
        assertThatThrownBy(() -> new Endpoint(URI.create("http://gpu.example.org/v1"), key, Optional.empty(), limits))
                .isInstanceOf(BadInput.class)
                .hasMessageContainingAll("unencrypted", "https");
        new Endpoint(URI.create("http://localhost:1/v1"), key, Optional.empty(), limits).close();
        new Endpoint(URI.create("https://gpu.example.org/v1"), key, Optional.empty(), limits).close();
        new Endpoint(URI.create("http://gpu.example.org/v1"), Optional.empty(), Optional.empty(), limits).close();
    }
}
