package org.realfm.report.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.realfm.report.html.Html.el;
import static org.realfm.report.html.Html.p;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MarkupTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            <script>alert(1)</script>       | &lt;script&gt;alert(1)&lt;/script&gt;
            a & b &amp; c                   | a &amp; b &amp;amp; c
            "quoted" 'single'               | "quoted" 'single'
            ]]> <!-- -->                    | ]]&gt; &lt;!-- --&gt;
            Größe ≥ 5 µm, 肺炎              | Größe ≥ 5 µm, 肺炎
            """)
    void textIsEscaped(String text, String written) {
        assertThat(Markup.of(p(text))).isEqualTo("<p>" + written + "</p>\n");
    }

    @Test
    void attributesAreEscaped() {
        assertThat(Markup.of(el("a").with("href", "\"><script>&")))
                .isEqualTo("<a href=\"&quot;&gt;&lt;script&gt;&amp;\"></a>");
    }

    @Test
    void whatNoDocumentMayHoldAndWhatTurnsTextAroundIsReplaced() {
        assertThat(Markup.of(p("a\u0000b\u001Bc\u0085d\uFFFEe\uD800f"))).isEqualTo("<p>a\uFFFDb\uFFFDc\uFFFDd\uFFFDe\uFFFDf</p>\n");
        assertThat(Markup.of(p("gnp.\u202Eexe \u2066x\u2069"))).isEqualTo("<p>gnp.\uFFFDexe \uFFFDx\uFFFD</p>\n");
        assertThat(Markup.of(p("tab\tline\nשלום 🫁"))).isEqualTo("<p>tab\tline\nשלום 🫁</p>\n");
    }

    @Test
    void elementsWithoutContentCloseThemselvesOnlyWhereHtmlSaysSo() {
        assertThat(Markup.of(el("br"))).isEqualTo("<br/>");
        assertThat(Markup.of(el("td"))).isEqualTo("<td></td>");
    }

    @Test
    void aStyleSheetCannotEndItsElement() {
        assertThatThrownBy(() -> new Content.Style("p::after { content: '</style>' }"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
