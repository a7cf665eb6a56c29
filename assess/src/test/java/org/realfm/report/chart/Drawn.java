package org.realfm.report.chart;

import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.realfm.report.html.Content;
import org.realfm.report.html.Markup;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/// A drawing read back as XML.
record Drawn(Document document) {

    static Drawn of(Content content) {
        try {
            String xml = "<div>" + Markup.of(content) + "</div>";
            return new Drawn(DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(xml))));
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new AssertionError(e);
        }
    }

    /// All elements of this name that carry all of these classes.
    List<Element> all(String name, String... classes) {
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .filter(element -> List.of(element.getAttribute("class").split(" ")).containsAll(List.of(classes)))
                .toList();
    }

    /// The texts of these elements.
    List<String> texts(String name, String... classes) {
        return all(name, classes).stream().map(element -> element.getTextContent().strip()).toList();
    }

    static double number(Element element, String attribute) {
        return Double.parseDouble(element.getAttribute(attribute));
    }
}
