package org.realfm.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType.LaunchOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.EmulateMediaOptions;
import com.microsoft.playwright.Page.PdfOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The page as a browser shows it. What it looked like is left in `target/report` for a person to see.
class ReportBrowserTest {

    private static final Path CHROMIUM = Path.of(System.getenv().getOrDefault("REALFM_CHROMIUM", "/usr/bin/chromium"));
    private static final Path FOLDER = Path.of("target/report");
    private static final Path FILE = FOLDER.resolve("report.html").toAbsolutePath();

    /// The contrast of every text with its ground, where it is less than WCAG AA asks: at least 4.5, or 3 for large text.
    private static final String POOR_CONTRAST =
            """
            () => {
              const parse = c => (c.match(/[\\d.]+/g) || []).map(Number);
              const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
              const light = c => 0.2126 * channel(c[0]) + 0.7152 * channel(c[1]) + 0.0722 * channel(c[2]);
              const ground = e => {
                for (; e; e = e.parentElement) {
                  const c = parse(getComputedStyle(e).backgroundColor);
                  if (c.length === 3 || c[3] === 1) return c;
                }
                return parse(getComputedStyle(document.body).backgroundColor);
              };
              const poor = [];
              let texts = 0;
              document.querySelectorAll('details').forEach(d => d.open = true);
              for (const e of document.body.querySelectorAll('*')) {
                const own = [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim());
                const box = e.getBoundingClientRect();
                if (!own || box.width === 0 || ['title', 'desc', 'style'].includes(e.tagName.toLowerCase())) continue;
                const style = getComputedStyle(e);
                const a = light(parse(e.tagName === 'text' ? style.fill : style.color));
                const b = light(ground(e));
                const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
                const size = parseFloat(style.fontSize);
                const large = size >= 24 || size >= 18.66 && Number(style.fontWeight) >= 700;
                texts++;
                if (contrast < (large ? 3 : 4.5)) poor.push(e.tagName + '.' + e.getAttribute('class') + ' ' + contrast.toFixed(2));
              }
              return texts < 1000 ? ['only ' + texts + ' texts were looked at'] : [...new Set(poor)];
            }
            """;

    private static Playwright playwright;
    private static Browser browser;

    private final List<String> requests = new ArrayList<>();
    private final List<String> messages = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Files.isExecutable(CHROMIUM), "skipped: there is no chromium at " + CHROMIUM + "; name one by REALFM_CHROMIUM");
        Files.createDirectories(FOLDER);
        Files.writeString(FILE, ReportPage.render(Documents.committee()));
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright.chromium().launch(new LaunchOptions()
                .setExecutablePath(CHROMIUM)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--disable-background-networking")));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
    }

    @BeforeEach
    void open() {
        page = browser.newPage();
        page.onRequest(request -> requests.add(request.url()));
        page.onConsoleMessage(message -> messages.add(message.text()));
        page.onPageError(messages::add);
        page.navigate(FILE.toUri().toString());
    }

    @AfterEach
    void close() {
        page.close();
    }

    private int number(String expression) {
        return ((Number) page.evaluate(expression)).intValue();
    }

    private void openAll() {
        page.evaluate("() => document.querySelectorAll('details').forEach(d => d.open = true)");
    }

    private void picture(String name, boolean whole) {
        page.screenshot(new ScreenshotOptions().setPath(FOLDER.resolve(name)).setFullPage(whole));
    }

    @Test
    void nothingIsFetchedAndNothingComplains() {
        openAll();
        page.emulateMedia(new EmulateMediaOptions().setMedia(Media.PRINT));
        assertThat(requests).containsExactly(FILE.toUri().toString());
        assertThat(messages).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {320, 375, 768, 1280})
    void thePageNeverScrollsSideways(int width) {
        page.setViewportSize(width, 800);
        assertThat(number("() => document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
        if (width == 375) {
            picture("phone.png", true);
        }
        openAll();
        assertThat(number("() => document.documentElement.scrollWidth")).isLessThanOrEqualTo(width);
    }

    @Test
    void norDoesOneWithLongNames() throws IOException {
        Path file = FOLDER.resolve("long-names.html").toAbsolutePath();
        String name = "a_name_without_any_space_".repeat(5);
        EvidenceDocument document = Documents.with("overconfident", "m".repeat(64));
        Files.writeString(
                file, ReportPage.render(Documents.read(EvidenceJson.text(document).replace("images/0231.png", name))));
        page.setViewportSize(375, 800);
        page.navigate(file.toUri().toString());
        openAll();
        assertThat(number("() => document.documentElement.scrollWidth")).isLessThanOrEqualTo(375);
    }

    @Test
    void noTextOfADrawingIsSmallOnAPhone() {
        page.setViewportSize(375, 800);
        assertThat(page.evaluate("() => Math.min(...[...document.querySelectorAll('svg.drawing')]"
                        + ".filter(s => s.getBoundingClientRect().width > 0 && s.viewBox.baseVal.width > 300)"
                        + ".map(s => s.getBoundingClientRect().width / s.viewBox.baseVal.width * 11.5))"))
                .satisfies(pixels -> assertThat(((Number) pixels).doubleValue()).isGreaterThan(10.5));
    }

    @ParameterizedTest
    @EnumSource(value = ColorScheme.class, names = {"LIGHT", "DARK"})
    void everyTextStandsOutFromItsGround(ColorScheme scheme) {
        page.setViewportSize(1280, 900);
        page.emulateMedia(new EmulateMediaOptions().setColorScheme(scheme));
        picture(scheme.name().toLowerCase(Locale.ROOT) + ".png", false);
        assertThat(page.evaluate(POOR_CONTRAST)).asInstanceOf(LIST).isEmpty();
        int ground = number("() => Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])");
        assertThat(ground).satisfies(g -> assertThat(scheme == ColorScheme.DARK ? g < 64 : g > 192).isTrue());
        page.evaluate("() => document.documentElement.style.setProperty('--muted', '#777777')");
        assertThat(page.evaluate(POOR_CONTRAST)).as("the measure finds poor contrast").asInstanceOf(LIST).isNotEmpty();
    }

    @Test
    void paperIsWhiteHoldsNoNavigationAndStaysShort() throws IOException {
        page.emulateMedia(
                new EmulateMediaOptions().setMedia(Media.PRINT).setColorScheme(ColorScheme.DARK));
        assertThat(page.evaluate("() => getComputedStyle(document.body).backgroundColor")).isEqualTo("rgb(255, 255, 255)");
        assertThat(page.locator("nav").isVisible()).isFalse();
        assertThat(page.locator(".on-paper").first().isVisible()).isTrue();
        assertThat(page.locator("h2").allTextContents()).contains("All 90 criteria", "Quarantine");
        byte[] pdf = page.pdf(new PdfOptions().setPath(FOLDER.resolve("report.pdf")).setPreferCSSPageSize(true));
        String content = new String(pdf, StandardCharsets.ISO_8859_1);
        assertThat(content).startsWith("%PDF-");
        assertThat(content.split("/Type /Page\\b").length - 1).as("sheets of paper").isBetween(20, 60);
    }

    @Test
    void theKeyboardReachesTheVerdictsFirst() {
        page.keyboard().press("Tab");
        assertThat(page.evaluate("() => document.activeElement.textContent")).isEqualTo("To the verdicts");
        assertThat(number("() => Math.round(document.activeElement.getBoundingClientRect().left)")).isNotNegative();
        page.keyboard().press("Enter");
        assertThat(page.url()).endsWith("#verdicts");
    }

    @Test
    void numbersOpenWithoutAScript() {
        page.locator("summary", new Page.LocatorOptions().setHasText("Method and numbers")).first().click();
        assertThat(page.locator("details[open] .numbers").first().isVisible()).isTrue();
    }
}
